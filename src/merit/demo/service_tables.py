"""Conversations, messages, complaints, product ratings and surveys as canonical tables."""

from pathlib import Path

import numpy as np
import pyarrow as pa

from merit.demo.arrow_columns import Column, blank, instants, numbered, pick
from merit.demo.conversations import Agents, Conversations
from merit.demo.files import write_fact_csv, write_parquet
from merit.demo.goods import goods
from merit.demo.order_ids import buyer_ids, shop_ids
from merit.demo.planted import Service, contented_instead
from merit.demo.product_ratings import Ratings
from merit.demo.sales_tables import Sales
from merit.demo.setting import DAY, NEVER, Ints, Setting

MESSAGE_DAYS = 2
"""Messages are kept for the last days only; the older conversations come with their counted rounds."""


def write_service(folder: Path, setting: Setting, sales: Sales, service: Service, ratings: Ratings) -> None:
    """All tables of the service desk."""
    agents, talks = service.agents, service.talks
    write_parquet(folder, "conversations", _conversations(sales, agents, talks))
    write_parquet(folder, "messages", _messages(setting, talks))
    write_fact_csv(folder, "complaints", _complaints(setting, sales, agents, talks))
    write_parquet(folder, "ratings_product", _ratings(sales, ratings))
    write_fact_csv(folder, "surveys", _surveys(setting, sales, service))


def selling_agents(sales: Sales, agents: Agents, talks: Conversations) -> Column:
    """For each order the account that the buyer talked to before, or empty."""
    agent = np.full(len(sales.orders), -1)
    sold = np.flatnonzero(talks.presale & (talks.order >= 0))
    agent[talks.order[sold]] = talks.agent[sold]
    return pick(agents.account, agent)


def _conversation_ids(count: int) -> Column:
    return numbered("CV", np.arange(count) + 1, 8)


def _conversations(sales: Sales, agents: Agents, talks: Conversations) -> dict[str, Column]:
    rating = blank(pa.array(talks.rating), (talks.rating == 0) | (talks.rated < 0))
    return {
        "conversation_id": _conversation_ids(len(talks.shop)),
        "shop": shop_ids(talks.shop),
        "agent": pick(agents.account, talks.agent),
        "buyer": buyer_ids(talks.shop, talks.buyer),
        "presale": pa.array(talks.presale),
        "started_at": instants(talks.started),
        "first_reply_at": instants(talks.first_reply),
        "rounds": pa.array(talks.rounds),
        "rounds_in_3min": pa.array(talks.in_3min),
        "reply_seconds": pa.array(talks.reply_seconds),
        "resolved_at": instants(talks.resolved),
        "reopened": pa.array(talks.reopened),
        "rating": rating,
        "rated_at": instants(talks.rated),
        "order_id": sales.order_id.take(pa.array(talks.order, mask=talks.order < 0)),
    }


def _messages(setting: Setting, talks: Conversations) -> dict[str, Column]:
    """Question and answer by turns, so that as many rounds and as many in time come out as were counted."""
    last = setting.cut - 5 * DAY - MESSAGE_DAYS * DAY
    recent = np.flatnonzero((talks.started >= last) & (talks.first_reply >= 0))
    rounds = talks.rounds[recent]
    talk = np.repeat(recent, rounds)
    turn = np.arange(len(talk)) - np.repeat(np.cumsum(rounds) - rounds, rounds)
    asked = talks.started[talk] + turn * 420
    mean = np.maximum(talks.reply_seconds[talk] // talks.rounds[talk], 2)
    wait = np.where(turn < talks.in_3min[talk], np.minimum(mean, 170), 240)
    wait = np.where(turn == 0, talks.first_reply[talk] - talks.started[talk], wait)
    conversation = np.repeat(talk, 2) + 1
    number = np.repeat(turn, 2) * 2 + np.tile([1, 2], len(talk))
    at = np.repeat(asked, 2) + np.where(np.tile([False, True], len(talk)), np.repeat(wait, 2), 0)
    return {
        "conversation_id": numbered("CV", conversation, 8),
        "at": instants(at),
        "number": numbered("", number),
        "sender": pick(("buyer", "agent"), np.tile([0, 1], len(talk))),
    }


def _complaints(setting: Setting, sales: Sales, agents: Agents, talks: Conversations) -> dict[str, Column]:
    """After-sale conversations with the unskilled end up here more often."""
    chance = setting.chance("complaints")
    odds = 0.006 + 0.05 * (1 - agents.good[talks.agent])
    chosen = np.flatnonzero((talks.order >= 0) & (chance.random(len(talks.shop)) < odds))
    opened = talks.started[chosen] + chance.integers(3600, 2 * DAY, len(chosen))
    chosen, opened = chosen[opened < setting.cut - 5 * DAY], opened[opened < setting.cut - 5 * DAY]
    hours = np.where(
        chance.random(len(chosen)) < 0.86, chance.uniform(1, 23, len(chosen)), chance.uniform(25, 90, len(chosen))
    )
    return {
        "complaint_id": numbered("TS", np.arange(len(chosen)) + 1, 6),
        "order_id": sales.order_id.take(pa.array(talks.order[chosen])),
        "shop": shop_ids(talks.shop[chosen]),
        "agent": pick(agents.account, talks.agent[chosen]),
        "opened_at": instants(opened),
        "resolved_at": instants(setting.known(opened + (hours * 3600).astype(np.int64))),
    }


def _ratings(sales: Sales, ratings: Ratings) -> dict[str, Column]:
    order = sales.lines.order[ratings.line]
    return {
        "rating_id": numbered("PJ", np.arange(len(order)) + 1, 7),
        "order_id": sales.order_id.take(pa.array(order)),
        "sku": pick(goods().sku, sales.lines.sku[ratings.line]),
        "shop": shop_ids(sales.orders.shop[order]),
        "score": pa.array(ratings.stars),
        "rated_at": instants(ratings.rated),
    }


def _surveys(setting: Setting, sales: Sales, service: Service) -> dict[str, Column]:
    """Invitations after a conversation (csat) and after delivery (nps), and the quarterly pulse of the staff."""
    chance = setting.chance("surveys")
    csat = np.sort(chance.choice(len(service.talks.shop), setting.share_of(9_000), replace=False))
    delivered = np.flatnonzero(sales.orders.signed >= 0)
    nps = np.sort(chance.choice(delivered, setting.share_of(5_000), replace=False))
    agents, talks, chosen = service.agents, service.talks, service.choosing[csat]
    csat = contented_instead(csat, service)
    happy = (chance.random(len(csat)) < agents.good[talks.agent[csat]]) | chosen
    score = np.concatenate([np.where(happy, 5, 2), chance.choice(11, len(nps), p=_NPS)])
    shop = np.concatenate([talks.shop[csat], sales.orders.shop[nps]])
    buyer = np.concatenate([talks.buyer[csat], sales.orders.buyer[nps]])
    sent = np.concatenate([talks.started[csat] + 7200, sales.orders.signed[nps] + DAY])
    answered = np.where(chance.random(len(sent)) < 0.45, sent + chance.integers(60, DAY, len(sent)), NEVER)
    kind = np.repeat([0, 1], [len(csat), len(nps)])
    agent: Ints = np.concatenate([talks.agent[csat], np.full(len(nps), -1)])
    return {
        "survey_id": numbered("SV", np.arange(len(sent)) + 1, 6),
        "kind": pick(("csat", "nps"), kind),
        "respondent": buyer_ids(shop, buyer),
        "shop": shop_ids(shop),
        "agent": pick(agents.account, agent),
        "sent_at": instants(sent),
        "answered_at": instants(answered),
        "score": blank(pa.array(score), answered < 0),
    }


_NPS = [0.01, 0.01, 0.01, 0.02, 0.02, 0.04, 0.06, 0.13, 0.22, 0.22, 0.26]
