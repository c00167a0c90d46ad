"""Conversations by agent: who was invited to rate, who was answered fast, and what came of it."""

from collections import defaultdict
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import ibis

from merit.company import Company, Profile
from merit.engines.query_engine import QueryEngine
from merit.engines.signs.agents import agent_subject, people_of
from merit.engines.signs.orders_around import key_of
from merit.engines.signs.present_columns import Needs, in_days
from merit.insight.signs.empty_replies import Replies, empty_reply_signs
from merit.insight.signs.invitations import Invited, invitation_signs
from merit.insight.signs.sign import Evidence, Sign, Subject
from merit.kernel.exact import STORED_SCALE
from merit.kernel.explain import LineRef
from merit.kernel.period import Period

INVITATION_NEEDS: Needs = {
    "conversations": ("agent", "buyer", "resolved_at"),
    "surveys": ("respondent", "agent", "sent_at"),
}
REPLY_NEEDS: Needs = {"conversations": ("agent", "first_reply_at", "resolved_at")}
INVITED_WITHIN = timedelta(days=7)
BAD_RATING, GOOD_RATING = 2, 4
QUICKEST = 0.25

_INVITED = ("well", "well_invited", "badly", "badly_invited", "contented", "contented_invited")

Rows = dict[Subject, tuple[int, list[Evidence]]]


def find_chosen_invitations(company: Company, engine: QueryEngine, period: Period) -> list[Sign]:
    """Signs of invitations that depend on how the conversation went."""
    talks = _invited(engine, _talks(engine, period)).filter(ibis._.resolved_at.notnull())
    counts = talks.group_by("agent").agg(
        well=(~talks.badly).sum(),
        well_invited=(~talks.badly & talks.invited).sum(),
        badly=talks.badly.sum(),
        badly_invited=(talks.badly & talks.invited).sum(),
        contented=talks.contented.sum(),
        contented_invited=(talks.contented & talks.invited).sum(),
    )
    people = people_of(company, "agent", period)
    agents: dict[Subject, Invited] = {}
    for row in engine.run(counts).to_pylist():
        numbers = (int(row[name]) for name in _INVITED)
        agents[agent_subject(row["agent"], people)] = Invited(*numbers)
    missed = _rows(engine, talks.filter(talks.badly, ~talks.invited), people, company.profile)
    return list(invitation_signs(period, agents, missed, company.profile.signs))


def find_empty_replies(company: Company, engine: QueryEngine, period: Period) -> list[Sign]:
    """Signs of first replies that are fast and empty."""
    talks = _talks(engine, period).filter(ibis._.first_reply_at.notnull())
    waited = (talks.first_reply_at.epoch_seconds() - talks.started_at.epoch_seconds()).cast("int64")
    unsettled = talks.resolved_at.isnull() | talks.reopened_or_bad
    talks = talks.mutate(
        waited=waited, unsettled=unsettled, before_sale=ibis.coalesce(talks.presale, ibis.literal(False))
    )
    (limits,) = engine.run(talks.agg(quick=talks.waited.quantile(QUICKEST))).to_pylist()
    quick = talks.waited <= int(limits["quick"] or 0)
    talks = talks.mutate(quick=quick)
    counts = talks.group_by("agent", "before_sale").agg(
        answered=talks.count(),
        quick=talks.quick.sum(),
        unsettled=talks.unsettled.sum(),
        middle=talks.waited.median(),
    )
    people = people_of(company, "agent", period)
    agents = [
        Replies(
            agent_subject(row["agent"], people),
            row["before_sale"],
            row["answered"],
            int(row["quick"]),
            int(row["unsettled"]),
            int(row["middle"]),
        )
        for row in engine.run(counts).to_pylist()
    ]
    empty = _rows(engine, talks.filter(talks.quick, talks.unsettled), people, company.profile)
    return list(empty_reply_signs(period, agents, empty, company.profile.signs))


def _talks(engine: QueryEngine, period: Period) -> Any:
    """Conversations begun in the period; `badly`: reopened, rated badly, or the order refunded after."""
    talks = in_days(engine.table("conversations"), "started_at_day", period).filter(ibis._.agent.notnull())
    refunds = engine.table("refunds")
    returned = refunds.filter(refunds.order_id.notnull(), refunds.refunded_at.notnull())
    low = talks.rating.notnull() & (talks.rating <= BAD_RATING * STORED_SCALE)
    again = ibis.coalesce(talks.reopened, ibis.literal(False))
    gone = ibis.coalesce(key_of(talks).isin(key_of(returned)), ibis.literal(False))
    badly = low | again | (gone & talks.presale.fill_null(False))
    liked = talks.rating.notnull() & (talks.rating >= GOOD_RATING * STORED_SCALE)
    return talks.mutate(reopened_or_bad=low | again, badly=badly, contented=liked & ~badly)


def _invited(engine: QueryEngine, talks: Any) -> Any:
    surveys = engine.table("surveys").filter(ibis._.kind == "csat", ibis._.respondent.notnull())
    sent = surveys.select(asked_agent=surveys.agent, asked=surveys.respondent, asked_on=surveys.sent_at_day).distinct()
    within = INVITED_WITHIN.days
    met = talks.inner_join(
        sent,
        [
            talks.agent == sent.asked_agent,
            talks.buyer == sent.asked,
            sent.asked_on >= talks.started_at_day,
            sent.asked_on <= talks.started_at_day + ibis.interval(days=within),
        ],
    )
    asked = met.select(asked_talk=met.conversation_id).distinct()
    found = ibis.coalesce(talks.conversation_id.isin(asked.asked_talk), ibis.literal(False))
    return talks.mutate(invited=found)


def _rows(engine: QueryEngine, talks: Any, people: dict[str, str], profile: Profile) -> Rows:
    columns = ("agent", "conversation_id", "started_at", "first_reply_at", "resolved_at", "reopened", "rating")
    listed = talks.select(*columns, "source_file", "source_line").order_by("agent", "started_at", "conversation_id")
    found: Rows = defaultdict(lambda: (0, []))
    zone = ZoneInfo(profile.time_zone)
    for row in engine.run(listed).to_pylist():
        subject = agent_subject(row["agent"], people)
        count, evidence = found[subject]
        found[subject] = (count + 1, evidence if count >= profile.signs.rows else [*evidence, _evidence(row, zone)])
    return dict(found)


def _evidence(row: dict[str, Any], zone: ZoneInfo) -> Evidence:
    waited = (
        "" if row["first_reply_at"] is None else str(int((row["first_reply_at"] - row["started_at"]).total_seconds()))
    )
    fields = {
        "conversation_id": row["conversation_id"],
        "started_at": row["started_at"].astimezone(zone).isoformat(timespec="minutes"),
        "first_reply_seconds": waited,
        "resolved_at": ""
        if row["resolved_at"] is None
        else row["resolved_at"].astimezone(zone).isoformat(timespec="minutes"),
        "reopened": "" if row["reopened"] is None else str(row["reopened"]).lower(),
        "rating": "" if row["rating"] is None else f"{row['rating'] / STORED_SCALE:g}",
    }
    return Evidence("conversations", LineRef(row["source_file"], row["source_line"]), tuple(fields.items()))
