"""An alert fires once, does not flap, and comes back only after it was re-armed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.alerts.standing import (
    OPEN,
    AlertEvent,
    AlertMove,
    AlertState,
    Patience,
    Standing,
    Verdict,
    moved,
    replayed,
    stepped,
)
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import ConflictRefusal

WORDS = {"x": Verdict.BREACH, "-": Verdict.BETWEEN, ".": Verdict.CLEAR, "?": Verdict.UNKNOWN}
PATIENCE = Patience(fire_after=2, clear_after=2, rearm_after=3)
verdicts = st.lists(st.sampled_from(list(Verdict)), max_size=40)
patiences = st.builds(Patience, *(st.integers(1, 4),) * 3)


def day(at: int) -> Period:
    return Period.containing(date(2026, 1, 1) + timedelta(days=at), Grain.DAY)


def run(text: str, patience: Patience = PATIENCE):
    standing, events = replayed([(day(at), WORDS[each]) for at, each in enumerate(text)], patience)
    return standing, [(event, interval.start.day) for interval, event in events]


def test_one_bad_day_is_not_enough_where_two_are_asked_for() -> None:
    assert run("x.x.x.x.")[1] == []


def test_it_fires_on_the_second_bad_day_and_counts_since_the_first() -> None:
    standing, events = run("..xx")
    assert events == [(AlertEvent.FIRED, 4)]
    assert standing.since == day(2)


def test_between_the_limits_it_neither_fires_nor_clears() -> None:
    assert run("x-x-x-")[1] == []
    assert run("xx.-.-.-")[0].state is AlertState.FIRING


def test_it_is_resolved_then_rearmed_and_only_then_fires_as_a_new_alert() -> None:
    standing, events = run("xx.." + "..." + "xx")
    assert [event for event, _ in events] == ["fired", "resolved", "rearmed", "fired"]
    assert standing.episode == 2


def test_what_comes_back_before_it_is_rearmed_is_the_same_alert() -> None:
    standing, events = run("xx.." + "." + "xx")
    assert [event for event, _ in events] == ["fired", "resolved", "reopened"]
    assert standing.episode == 1


def test_a_day_without_data_changes_nothing() -> None:
    assert run("x?x")[1] == [(AlertEvent.FIRED, 3)]
    assert run("xx.?.")[0].state is AlertState.RESOLVED


def test_late_data_that_make_the_days_good_take_the_alert_back() -> None:
    assert run("..xx")[0].state is AlertState.FIRING
    assert run("....")[0] == Standing(good=4, last=day(3)), "the same days again, with what came late"


def test_what_somebody_knows_of_still_clears_by_itself() -> None:
    known = moved(run("xx")[0], AlertMove.ACKNOWLEDGE)
    assert known.state is AlertState.ACKNOWLEDGED
    again, event = stepped(known, Verdict.BREACH, day(2), PATIENCE)
    assert (again.state, event) == (AlertState.ACKNOWLEDGED, None), "nobody is told of it once more"
    assert replayed([(day(3), Verdict.CLEAR), (day(4), Verdict.CLEAR)], PATIENCE, again)[0].state is AlertState.RESOLVED


@pytest.mark.parametrize("move", AlertMove)
def test_an_alert_that_is_over_takes_no_move(move: AlertMove) -> None:
    with pytest.raises(ConflictRefusal):
        moved(run("xx..")[0], move)


def test_it_is_acknowledged_once() -> None:
    with pytest.raises(ConflictRefusal):
        moved(moved(run("xx")[0], AlertMove.ACKNOWLEDGE), AlertMove.ACKNOWLEDGE)


@given(verdicts, patiences)
def test_between_two_new_alerts_lie_all_the_good_days_that_were_asked_for(seen: list[Verdict], patience) -> None:
    standing, last, good = Standing(), None, 0
    for at, verdict in enumerate(seen):
        standing, event = stepped(standing, verdict, day(at), patience)
        good += verdict is Verdict.CLEAR
        if event is AlertEvent.FIRED:
            assert last is None or good - last >= patience.clear_after + patience.rearm_after
            last = good


@given(verdicts, patiences)
def test_events_follow_one_another_as_they_must(seen: list[Verdict], patience) -> None:
    may_follow = {
        None: {AlertEvent.FIRED},
        AlertEvent.FIRED: {AlertEvent.RESOLVED},
        AlertEvent.REOPENED: {AlertEvent.RESOLVED},
        AlertEvent.RESOLVED: {AlertEvent.REOPENED, AlertEvent.REARMED},
        AlertEvent.REARMED: {AlertEvent.FIRED},
    }
    before = None
    for _, event in replayed([(day(at), verdict) for at, verdict in enumerate(seen)], patience)[1]:
        assert event in may_follow[before]
        before = event


@given(verdicts, verdicts, patiences)
def test_stepping_on_from_where_one_stood_is_the_same_as_beginning_anew(first, then, patience) -> None:
    days = [(day(at), verdict) for at, verdict in enumerate([*first, *then])]
    whole = replayed(days, patience)[0]
    half = replayed(days[: len(first)], patience)[0]
    assert replayed(days[len(first) :], patience, half)[0] == whole


@given(st.lists(st.sampled_from([Verdict.BREACH, Verdict.CLEAR]), max_size=60))
def test_a_value_that_swings_every_day_fires_at_most_once(swings) -> None:
    seen = [Verdict.BREACH if at % 2 else Verdict.CLEAR for at in range(len(swings))]
    standing, events = replayed([(day(at), verdict) for at, verdict in enumerate(seen)], Patience(1, 2, 3))
    assert [event for _, event in events] == ([AlertEvent.FIRED] if len(seen) > 1 else [])
    assert len(seen) < 2 or standing.state in OPEN
