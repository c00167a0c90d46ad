"""Conversations with buyers: who answered, how fast, how well, and what was bought after."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from merit.demo.credit_shares import account_of, agent_accounts
from merit.demo.orders import Orders
from merit.demo.people import FAST_AGENT, TRANSFER_DAY, TRANSFERRED, Member, Staff
from merit.demo.setting import DAY, NEVER, Flags, Floats, Ints, Setting, moment

_SHOPS_OF_TEAM = {"cs_a": (0, 1), "cs_b": (2, 3), "cs_after": (0, 1, 2, 3)}


@dataclass(frozen=True, slots=True)
class Agents:
    """Skill of every service account: median seconds to answer, share of good ratings, conversion, and presence."""

    account: tuple[str, ...]
    seconds: Floats
    good: Floats
    conversion: Floats
    there: Flags
    """Agent × day."""
    serves: Flags
    """Agent × shop, before a sale."""
    after_sale: Flags


@dataclass(frozen=True, slots=True)
class Conversations:
    """One entry per conversation, in order of time."""

    shop: Ints
    agent: Ints
    buyer: Ints
    """Number of the buyer within the shop."""
    presale: Flags
    started: Ints
    first_reply: Ints
    rounds: Ints
    in_3min: Ints
    reply_seconds: Ints
    resolved: Ints
    reopened: Flags
    rating: Ints
    """0: not rated."""
    rated: Ints
    order: Ints
    """The order it led to or is about, or -1."""


def make_agents(setting: Setting, staff: Staff) -> Agents:
    """Ordinary agents around 26 seconds and 92 % good; one is very fast, and bad."""
    chance = setting.chance("agents")
    accounts = agent_accounts(staff)
    fast = [account for account, _ in accounts].index(account_of(staff, FAST_AGENT))
    seconds = chance.uniform(20, 42, len(accounts))
    good = chance.uniform(0.88, 0.965, len(accounts))
    conversion = chance.uniform(0.42, 0.58, len(accounts))
    seconds[fast], good[fast], conversion[fast] = 7.0, 0.66, 0.24
    teams = [member.team for _, member in accounts]
    serves = np.array([[shop in _SHOPS_OF_TEAM[team] for shop in range(4)] for team in teams])
    there = np.array([_there(setting, staff, member) for _, member in accounts])
    after = np.array([team == "cs_after" for team in teams])
    return Agents(tuple(account for account, _ in accounts), seconds, good, conversion, there, serves, after)


def _there(setting: Setting, staff: Staff, member: Member) -> Flags:
    days = setting.start // DAY + np.arange(setting.days + 1)
    left = member.left and moment(member.left) // DAY
    if member == staff.at(TRANSFERRED):
        left = moment(setting.end.start) // DAY + TRANSFER_DAY - 1
    present = days >= moment(member.joined) // DAY
    return present & (days < left) if left else present


def make_conversations(setting: Setting, staff: Staff, orders: Orders) -> tuple[Agents, Conversations]:
    """Before a sale: half lead to an order of the same day. After a sale: about an order of the days before."""
    agents = make_agents(setting, staff)
    chance = setting.chance("conversations")
    count = len(orders) // 2
    presale = chance.random(count) < 0.62
    candidates = np.flatnonzero((orders.paid >= 0) & ~orders.brushed)
    order = candidates[chance.integers(0, len(candidates), count)]
    ahead = orders.ordered[order] - chance.integers(60, 3000, count)
    later = orders.paid[order] + chance.integers(3600, 9 * DAY, count)
    started = np.where(presale, ahead, later)
    known = (started >= setting.start) & (started < setting.cut - 5 * DAY)
    order, presale, started = order[known], presale[known], _in_waking_hours(started[known])
    agent = _answering(setting, chance, agents, (orders.shop[order], presale, started))
    bought = presale & (chance.random(len(order)) < agents.conversion[agent])
    browsers = orders.buyer.max() + 1 + chance.integers(0, max(len(order) // 2, 1), len(order))
    buyer = np.where(bought | ~presale, orders.buyer[order], browsers)
    shop = orders.shop[order]
    about = np.where(bought | ~presale, order, -1)
    course = _course(setting, chance, agents, (agent, started))
    by_time = np.argsort(started, kind="stable")
    columns: tuple[Any, ...] = (shop, agent, buyer, presale, started, *course, about)
    return agents, Conversations(*(column[by_time] for column in columns))


def _in_waking_hours(started: Ints) -> Ints:
    """Nobody is on duty from one to seven in the morning: those wait for the robot and are not kept here."""
    second = started % DAY
    return np.where((second >= 3600) & (second < 7 * 3600), started + 7 * 3600, started)


def _answering(setting: Setting, chance: np.random.Generator, agents: Agents, asked: tuple[Ints, Flags, Ints]) -> Ints:
    """One of the agents who are there and serve the shop (before a sale) or after-sale."""
    shop, presale, started = asked
    day = np.clip(started // DAY - setting.start // DAY, 0, setting.days)
    may = np.where(presale[:, None], agents.serves.T[shop] & ~agents.after_sale, agents.after_sale)
    draws = chance.random((len(shop), len(agents.account)))
    chosen: Ints = np.argmax(np.where(may & agents.there.T[day], draws, -1.0), axis=1).astype(np.int64)
    return chosen


def _course(
    setting: Setting, chance: np.random.Generator, agents: Agents, answered: tuple[Ints, Ints]
) -> tuple[Ints | Flags, ...]:
    agent, started = answered
    count = len(agent)
    median = agents.seconds[agent] * np.where(started % DAY > 22 * 3600, 1.6, 1.0)
    wait = np.maximum(2, median * np.exp(chance.normal(0, 0.7, count))).astype(np.int64)
    first_reply = np.where(chance.random(count) < 0.015, NEVER, started + wait)
    rounds = 1 + chance.poisson(2.6, count)
    in_time = np.clip(0.985 - agents.seconds[agent] / 600, 0.5, 0.99)
    in_3min = np.where(first_reply < 0, 0, chance.binomial(rounds, in_time))
    seconds = (rounds * median * np.exp(chance.normal(0, 0.3, count))).astype(np.int64)
    resolved = started + rounds * 150 + chance.exponential(2400, count).astype(np.int64)
    resolved = np.where((first_reply < 0) | (chance.random(count) < 0.04), NEVER, resolved)
    reopened = (resolved >= 0) & (chance.random(count) < 0.02 + 0.25 * (1 - agents.good[agent]))
    given = (resolved >= 0) & (chance.random(count) < 0.38)
    happy = chance.random(count) < agents.good[agent]
    stars = np.where(happy, 4 + (chance.random(count) < 0.72), 1 + chance.integers(0, 3, count))
    rated = np.where(given, resolved + chance.integers(30, 7200, count), NEVER)
    return (
        first_reply, rounds.astype(np.int64), in_3min.astype(np.int64), seconds, setting.known(resolved), reopened,
        np.where(given, stars, 0).astype(np.int64), setting.known(rated),
    )  # fmt: skip
