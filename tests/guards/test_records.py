"""What a company records for the guards, and that an override counts only where the law leaves the choice."""

from datetime import UTC, date, datetime

from merit.guards.laws import GUARDS
from merit.guards.notice import acknowledged_on
from merit.guards.records import GuardOverride, NoticeRecord, after_overrides, notices_of, override_problems
from merit.kernel.explain import LineRef
from merit.kernel.problems import Problem, Severity
from tests.guards.people_and_pay import OCTOBER

AT = LineRef("guard_overrides.csv", 2)
NEGATIVE = Problem("guards.negative_without_notice", params={"person": "zhao", "reward": "sales", "line": "veto"})


def override(guard="guards.negative_without_notice", person="zhao", reference="sales/veto", by="boss") -> GuardOverride:
    when = datetime(2026, 11, 2, tzinfo=UTC)
    return GuardOverride(guard, OCTOBER, person, reference, "told by word of mouth", by, when, AT)


def codes(problems) -> list[tuple[str, str]]:
    return [(each.code.removeprefix("guards."), str(each.severity)) for each in problems]


def test_an_overridden_finding_becomes_a_note_beside_who_and_why() -> None:
    told = after_overrides([NEGATIVE], OCTOBER, [override()])
    assert codes(told) == [("negative_without_notice", "note"), ("overridden", "note")]
    assert told[1].params == {"by": "boss", "reason": "told by word of mouth"}


def test_it_is_for_that_person_and_line_only() -> None:
    told = after_overrides([NEGATIVE], OCTOBER, [override(reference="sales/clawback")])
    assert codes(told) == [("negative_without_notice", "error"), ("override_idle", "note")]


def test_what_the_law_does_not_leave_open_stays_an_error_and_says_which_law() -> None:
    below = Problem("guards.below_minimum_wage", params={"person": "zhao"})
    refused = override("guards.below_minimum_wage", reference="")
    assert codes(after_overrides([below], OCTOBER, [refused])) == [("below_minimum_wage", "error")]
    (told,) = override_problems([refused])
    assert (told.code, told.params["law"], told.params["article"]) == ("guards.override_refused", "最低工资规定", "12")


def test_every_guard_either_permits_an_override_or_refuses_it() -> None:
    for guard, rule in GUARDS.items():
        assert override(guard).permitted is rule.overridable
        assert bool(override_problems([override(guard)])) is not rule.overridable
    assert codes(override_problems([override("guards.nonsense")])) == [("unknown_guard", "warning")]


def test_the_first_confirmation_of_a_version_counts() -> None:
    given = date(2026, 9, 1)
    rows = [("", None), ("zhao", date(2026, 9, 9)), ("zhao", date(2026, 9, 3))]
    notices = notices_of(NoticeRecord("sales", 2, given, person, day, "desk", AT) for person, day in rows)
    assert len(notices) == 1
    assert acknowledged_on(notices, "sales", 2, "zhao") == date(2026, 9, 3)
    assert acknowledged_on(notices, "sales", 1, "zhao") is None
    assert NEGATIVE.severity is Severity.ERROR
