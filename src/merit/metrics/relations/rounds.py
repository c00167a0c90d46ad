"""Rounds of a conversation out of its messages: from the first unanswered question to the first answer by a person."""

from typing import Any

import ibis

from merit.metrics.relations.tables import Tables

IN_TIME = 180_000_000
"""Three minutes in microseconds."""
_PER_STORED = 100
"""Microseconds in a ten-thousandth of a second, the unit of measured numbers."""


def conversations(tables: Tables) -> Any:
    """Every conversation; where its messages are known, rounds, replies in time and their seconds come from them."""
    talks = tables("conversations")
    derived = _per_conversation(_rounds(tables("messages")))
    rows = talks.left_join(derived, talks.conversation_id == derived.of_conversation).drop("of_conversation")
    return rows.mutate(
        rounds=ibis.coalesce(rows.found_rounds, rows.rounds),
        rounds_in_3min=ibis.coalesce(rows.found_in_time, rows.rounds_in_3min),
        reply_seconds=ibis.coalesce(rows.found_seconds, rows.reply_seconds),
    ).drop("found_rounds", "found_in_time", "found_seconds")


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
