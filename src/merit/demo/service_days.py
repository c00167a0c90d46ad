"""The service desk by day: what the platforms report of every agent, hours on line, and when a matter was solved."""

from pathlib import Path

import numpy as np
import pyarrow as pa

from merit.demo.arrow_columns import Column, days, instants, money, numbered, pick, rounded
from merit.demo.conversations import Agents, Conversations
from merit.demo.files import write_parquet
from merit.demo.order_ids import shop_ids
from merit.demo.planted import Service
from merit.demo.sales_tables import Sales
from merit.demo.setting import DAY, Flags, Floats, Ints, Setting

SOLUTION_MONTHS = 6
"""Since then a desk tool records every solution; before, a conversation knows only that it was resolved."""
_SHIFT_HOURS, _LONGEST_SHIFT = 7.5, 11.0


def write_service_days(folder: Path, setting: Setting, sales: Sales, service: Service) -> None:
    """service_daily, agent_hours and solutions."""
    agents, talks = service.agents, service.talks
    write_parquet(folder, "service_daily", _service_daily(setting, sales, agents, talks))
    write_parquet(folder, "agent_hours", _agent_hours(setting, agents, talks))
    write_parquet(folder, "solutions", _solutions(setting, agents, talks))


def _service_daily(setting: Setting, sales: Sales, agents: Agents, talks: Conversations) -> dict[str, Column]:
    """Day × shop × agent, where anybody asked; people count once a day, what was bought on the day of the talk."""
    day = (talks.started - setting.start) // DAY
    cell, place = np.unique((day * 4 + talks.shop) * len(agents.account) + talks.agent, return_inverse=True)
    answered, bought = talks.first_reply >= 0, talks.presale & (talks.order >= 0)
    in_time = np.where(answered, talks.in_3min / talks.rounds, 0.0)
    led = np.where(bought, talks.order, 0)
    paid, units, refunded = _of_orders(sales)

    def heads(which: Flags) -> Column:
        seen = np.unique(place[which] * (int(talks.buyer.max()) + 1) + talks.buyer[which])
        return pa.array(np.bincount(seen // (int(talks.buyer.max()) + 1), minlength=len(cell)).astype(np.int64))

    def total(values: Ints | Flags) -> Ints:
        return np.rint(np.bincount(place, values, len(cell))).astype(np.int64)

    return {
        "day": days(setting.start + cell // (4 * len(agents.account)) * DAY),
        "shop": shop_ids(cell // len(agents.account) % 4),
        "agent": pick(agents.account, cell % len(agents.account)),
        "consulted": heads(np.ones(len(place), bool)),
        "received": heads(answered),
        "received_well": heads(answered & (talks.rounds > 1)),
        "inquirers": heads(talks.presale),
        "orderers": heads(bought),
        "payers": heads(bought),
        "conversations": pa.array(total(answered)),
        "first_reply_seconds": pa.array(total(np.where(answered, talks.first_reply - talks.started, 0))),
        "reply_seconds": pa.array(total(np.where(answered, talks.reply_seconds, 0))),
        "replied": pa.array(total(answered)),
        "replied_in_3min": rounded(_sums(place, in_time, len(cell)), 2),
        "rated": pa.array(total(talks.rated >= 0)),
        "rated_well": pa.array(total((talks.rated >= 0) & (talks.rating >= 4))),
        "sales": money(total(np.where(bought, paid[led], 0))),
        "units": pa.array(total(np.where(bought, units[led], 0))),
        "orders": pa.array(total(bought)),
        "refunded": money(total(np.where(bought, refunded[led], 0))),
    }


def _sums(place: Ints, values: Floats, size: int) -> Floats:
    found: Floats = np.bincount(place, values, size).astype(np.float64)
    return found


def _of_orders(sales: Sales) -> tuple[Ints, Ints, Ints]:
    """Fen paid, units, and fen refunded of every order."""
    units, refunded = np.zeros(len(sales.orders), np.int64), np.zeros(len(sales.orders), np.int64)
    np.add.at(units, sales.lines.order, sales.lines.quantity)
    done = sales.refunds.refunded >= 0
    np.add.at(refunded, sales.lines.order[sales.refunds.line[done]], sales.refunds.amount[done])
    return sales.payable + sales.orders.freight, units, refunded


def _agent_hours(setting: Setting, agents: Agents, talks: Conversations) -> dict[str, Column]:
    """A shift of seven and a half hours for whoever answered that day, longer on busy days."""
    chance = setting.chance("agent hours")
    day = (talks.started - setting.start) // DAY
    cell, count = np.unique(day * len(agents.account) + talks.agent, return_counts=True)
    usual = max(float(np.median(count)), 1.0)
    extra = np.clip(count / usual - 1, 0, 2) * 1.4
    hours = np.minimum(_SHIFT_HOURS + extra + chance.choice([0, 0, 0.25, 0.5, -0.25], len(cell)), _LONGEST_SHIFT)
    return {
        "day": days(setting.start + cell // len(agents.account) * DAY),
        "agent": pick(agents.account, cell % len(agents.account)),
        "hours": rounded(hours, 2),
    }


def _solutions(setting: Setting, agents: Agents, talks: Conversations) -> dict[str, Column]:
    """The first as the conversation knows it; of one that was opened again a second, a third of them by a colleague."""
    chance = setting.chance("solutions")
    since = (setting.month(min(SOLUTION_MONTHS, setting.months) - 1).start - setting.first_day).days * DAY
    solved = np.flatnonzero((talks.resolved >= 0) & (talks.started >= setting.start + since))
    again = solved[talks.reopened[solved]]
    later = talks.resolved[again] + 3600 + chance.exponential(0.8 * DAY, len(again)).astype(np.int64)
    other = np.where(
        chance.random(len(again)) < 0.3, (talks.agent[again] + 1) % len(agents.account), talks.agent[again]
    )
    known = setting.known(later) >= 0
    talk = np.concatenate([solved, again[known]])
    return {
        "conversation_id": numbered("CV", talk + 1, 8),
        "solved_at": instants(np.concatenate([talks.resolved[solved], later[known]])),
        "solved_by": pick(agents.account, np.concatenate([talks.agent[solved], other[known]])),
    }
