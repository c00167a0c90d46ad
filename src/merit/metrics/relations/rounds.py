"""Rounds of a conversation out of its messages: from the first unanswered question to the first answer by a person."""

from typing import Any

import ibis

from merit.metrics.relations.tables import Tables

IN_TIME = 180_000_000
"""Three minutes in microseconds."""
_MINUTE = 60_000_000
_MINUTES_OF_A_DAY = 1440
_PER_STORED = 100
"""Microseconds in a ten-thousandth of a second, the unit of measured numbers."""


def conversations(tables: Tables) -> Any:
    """Every conversation; where its messages are known, rounds, replies in time and their seconds come from them."""
    talks = tables("conversations")
    derived = _per_conversation(_rounds(tables("messages")))
    rows = talks.left_join(derived, talks.conversation_id == derived.of_conversation).drop("of_conversation")
    of_day = rows.buyer + "@" + rows.started_at_day.cast("string")
    rows = rows.mutate(buyer_day=(ibis.coalesce(rows.buyer, "") != "").ifelse(of_day, None))
    return rows.mutate(
        rounds=ibis.coalesce(rows.found_rounds, rows.rounds),
        rounds_in_3min=ibis.coalesce(rows.found_in_time, rows.rounds_in_3min),
        reply_seconds=ibis.coalesce(rows.found_seconds, rows.reply_seconds),
    ).drop("found_rounds", "found_in_time", "found_seconds")


def rounds(tables: Tables) -> Any:
    """Every round, dated by its first question; `minute` is that of the day, `waited` is missing without an answer."""
    found = _rounds(tables("messages"))
    talks = tables("conversations").select(
        "shop", "agent", "buyer", "started_at", "started_at_minute", of_conversation="conversation_id"
    )
    rows = found.left_join(talks, found.conversation_id == talks.of_conversation).drop("of_conversation")
    since = rows["at"].delta(rows.started_at, unit="microsecond") // _MINUTE
    return rows.mutate(
        minute=((rows.started_at_minute + since) % _MINUTES_OF_A_DAY).cast("int64"),
        answered=rows.answered_at.notnull(),
        in_3min=ibis.coalesce(rows.waited <= IN_TIME, ibis.literal(False)),
        waited=(rows.waited // _PER_STORED).cast("int64"),
    ).drop("before", "started_at", "started_at_minute")


def talk_messages(tables: Tables) -> Any:
    """Every message with the shop and the agent of its conversation."""
    messages = tables("messages")
    talks = tables("conversations").select("shop", "agent", of_conversation="conversation_id")
    return messages.left_join(talks, messages.conversation_id == talks.of_conversation).drop("of_conversation")


def _rounds(messages: Any) -> Any:
    """One row per round: further questions before the answer belong to it, and robots do not answer."""
    said = messages.filter(messages.sender != "robot")
    # The number is text, and "10" stands after "9"
    order = {"group_by": "conversation_id", "order_by": ("at", said.number.length(), "number")}
    said = said.mutate(
        before=said.sender.lag().over(ibis.window(**order)),
        answered_at=(said.sender == "agent")
        .ifelse(said["at"], None)
        .min()
        .over(ibis.window(**order, preceding=0, following=None)),
    )
    begins = (said.sender == "buyer") & (ibis.coalesce(said.before, "agent") != "buyer")
    rounds = said.filter(begins)
    return rounds.mutate(waited=rounds.answered_at.delta(rounds["at"], unit="microsecond"))


def _per_conversation(rounds: Any) -> Any:
    return rounds.group_by(of_conversation="conversation_id").agg(
        found_rounds=rounds.count().cast("int64"),
        found_in_time=rounds.count(where=rounds.waited <= IN_TIME).cast("int64"),
        found_seconds=(ibis.coalesce(rounds.waited.sum(), 0) // _PER_STORED).cast("int64"),
    )
