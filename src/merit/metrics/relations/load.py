"""How much agents carry at once, and when conversations were solved for the first and for the last time."""

from typing import Any

import ibis

from merit.metrics.relations.tables import Tables


def agent_load(tables: Tables) -> Any:
    """`at_once`: how many conversations of the agent were open when this one began, itself among them.

    One ends when it is resolved; without that, with its first reply, else where it began.
    """
    talks = tables("conversations")
    ends = ibis.coalesce(talks.resolved_at, talks.first_reply_at, talks.started_at)
    begun = talks.select("agent", "conversation_id", moment="started_at", step=ibis.literal(1, "int64"))
    ended = talks.select(
        "agent", "conversation_id", moment=ibis.greatest(ends, talks.started_at), step=ibis.literal(-1, "int64")
    )
    moments = begun.union(ended)
    # Of one moment, those that begin come first: a conversation that ends where it began was still open then
    so_far = ibis.window(
        group_by="agent", order_by=("moment", ibis.desc("step"), "conversation_id"), preceding=None, following=0
    )
    moments = moments.mutate(at_once=moments.step.sum().over(so_far).cast("int64"))
    moments = moments.filter(moments.step == 1).select("at_once", of_conversation="conversation_id")
    return talks.left_join(moments, talks.conversation_id == moments.of_conversation).drop("of_conversation")


def solutions(tables: Tables) -> Any:
    """Every time a conversation was solved; the agent is who solved it, else that of the conversation."""
    rows = tables("solutions")
    talks = tables("conversations").select("shop", "agent", of_conversation="conversation_id")
    rows = rows.left_join(talks, rows.conversation_id == talks.of_conversation).drop("of_conversation")
    return rows.mutate(agent=ibis.coalesce(rows.solved_by, rows.agent))


def solved_conversations(tables: Tables) -> Any:
    """Every conversation; where nobody recorded its solutions one by one, its `resolved_at` is the first and last."""
    talks, solved = tables("conversations"), tables("solutions")
    times = solved.group_by(of_conversation="conversation_id").agg(
        first_found=solved.solved_at.min(),
        first_found_day=solved.solved_at_day.min(),
        last_found=solved.solved_at.max(),
        last_found_day=solved.solved_at_day.max(),
        times=solved.count().cast("int64"),
    )
    rows = talks.left_join(times, talks.conversation_id == times.of_conversation).drop("of_conversation")
    once = rows.resolved_at.notnull().cast("int64")
    return rows.mutate(
        first_solved_at=ibis.coalesce(rows.first_found, rows.resolved_at),
        first_solved_at_day=ibis.coalesce(rows.first_found_day, rows.resolved_at_day),
        last_solved_at=ibis.coalesce(rows.last_found, rows.resolved_at),
        last_solved_at_day=ibis.coalesce(rows.last_found_day, rows.resolved_at_day),
        times_solved=ibis.coalesce(rows.times, once),
    ).drop("first_found", "first_found_day", "last_found", "last_found_day", "times")
