"""Every (state, move, role) of a plan; nobody but the person, the line, HR, the owner and the auditor knows of it."""

from datetime import date
from itertools import product

import pytest

from merit.follow.growth_plan import PlanGround, PlanKind, PlanMove, PlanOutcome, PlanState
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit_desk.audit.models import Entry
from merit_desk.growth.actions.plans import StalePlan, change_plan, finish_support, propose_plan, step_plan
from merit_desk.growth.given import Ground, Said
from merit_desk.growth.models import GrowthPlan, GrowthStep
from merit_desk.growth.queries.reach import plans_visible_to
from tests.desk.follow.world import viewer
from tests.desk.growth.world import given, plan_in

pytestmark = pytest.mark.usefixtures("company_folder")

WHO = ("cat", "leader", "owner", "hr", "auditor", "ann", "finance", "steward", "stranger")
READERS = {"cat", "leader", "owner", "hr", "auditor"}
LINE, BOTH, LEAD = ("leader", "owner", "hr"), ("cat", "leader", "owner", "hr"), ("owner", "hr")
SAID = Said("对照目标看过", PlanOutcome.PARTLY, date(2027, 1, 31))
SHARED = {
    ("proposed", "sign"): ("person_signed", ("cat",)),
    ("line_signed", "sign"): ("running", ("cat",)),  # both have signed and the first day has come
    ("proposed", "countersign"): ("line_signed", LINE),
    ("person_signed", "countersign"): ("running", LINE),
    ("proposed", "object"): ("proposed", ("cat",)),
    ("line_signed", "object"): ("proposed", ("cat",)),
    ("agreed", "begin"): ("running", BOTH),
    ("running", "check_in"): ("running", BOTH),
    ("running", "review"): ("running", LINE),
    ("running", "extend"): ("running", LINE),
    ("running", "conclude"): ("concluded", LINE),
    ("agreed", "withdraw"): ("withdrawn", LINE),
    ("running", "withdraw"): ("withdrawn", LINE),
}
OPEN = ("proposed", "person_signed", "line_signed")
ALLOWED = {
    "improvement": SHARED
    | {(state, "withdraw"): ("withdrawn", LINE) for state in OPEN}
    | {("line_signed", "note_refusal"): ("running", LEAD)},
    "development": SHARED | {(state, "withdraw"): ("withdrawn", BOTH) for state in OPEN},
}
STEPS = [move for move in PlanMove if move is not PlanMove.CHANGE]


@pytest.mark.parametrize(
    ("kind", "state"), [pytest.param(*each, id="-".join(map(str, each))) for each in product(ALLOWED, PlanState)]
)
def test_a_step_is_made_by_exactly_those_whom_it_concerns(kind, state):
    viewers = {who: viewer(who) for who in WHO}
    for move, who in product(STEPS, WHO):
        to, allowed = ALLOWED[kind].get((str(state), str(move)), ("", ()))
        it, before = plan_in(state, kind), Entry.objects.count()
        if who in allowed:
            step_plan(viewers[who], it.pk, move, SAID)
            assert GrowthPlan.objects.get(pk=it.pk).state == to, (move, who)
            assert Entry.objects.latest("number").action == f"growth.plan_{move}"
            assert GrowthStep.objects.get(plan=it).move == move
            continue
        with pytest.raises((ConflictRefusal, NotAllowedRefusal) if who in READERS else NotFoundRefusal):
            step_plan(viewers[who], it.pk, move, SAID)
        assert GrowthPlan.objects.get(pk=it.pk).state == state, (move, who)
        assert Entry.objects.count() == before
        assert not GrowthStep.objects.filter(plan=it).exists()


def test_a_plan_is_known_to_the_person_the_line_and_who_reads_everybody():
    it = plan_in(PlanState.RUNNING)
    assert {who for who in WHO if plans_visible_to(viewer(who)).filter(pk=it.pk).exists()} == READERS


def test_an_improvement_plan_is_not_written_about_oneself_nor_by_a_colleague():
    for who in ("cat", "ann", "auditor", "finance", "stranger"):
        with pytest.raises(NotFoundRefusal):
            propose_plan(viewer(who), given())
    made = propose_plan(viewer("leader"), given())
    assert (made.state, made.aims.count(), made.supports.count()) == ("proposed", 1, 1)
    assert Entry.objects.latest("number").action == "growth.plan_proposed"
    assert propose_plan(viewer("cat"), given(PlanKind.DEVELOPMENT)).author == "cat"


def test_a_rank_is_refused_as_a_ground_and_a_ground_is_needed():
    with pytest.raises(ConflictRefusal, match="rank_is_no_ground"):
        propose_plan(viewer("hr"), given(grounds=(Ground(PlanGround.RANK), Ground(PlanGround.REVIEW, text="x"))))
    with pytest.raises(ConflictRefusal, match="no_ground"):
        propose_plan(viewer("hr"), given(grounds=(Ground(PlanGround.WISH, text="x"),)))
    assert not GrowthPlan.objects.exists()


def test_a_figure_is_kept_as_it_read_and_never_taken_from_the_form():
    invented = Ground(PlanGround.MEASURE, "2026-10", "1", "no_such_indicator")
    made = propose_plan(viewer("leader"), given(grounds=(invented, Ground(PlanGround.REVIEW, text="x"))))
    assert [each["ground"] for each in made.grounds] == ["review"]


def test_a_change_takes_both_signatures_away_and_a_stale_one_is_refused():
    it = propose_plan(viewer("leader"), given())
    step_plan(viewer("leader"), it.pk, PlanMove.COUNTERSIGN, Said())
    changed = change_plan(viewer("hr"), it.pk, given(), 2)
    assert (changed.state, changed.line_signed_at, changed.version) == ("proposed", None, 3)
    with pytest.raises(StalePlan):
        change_plan(viewer("leader"), it.pk, given(), 2)
    with pytest.raises(NotAllowedRefusal):
        change_plan(viewer("cat"), it.pk, given(), 3)


def test_a_plan_that_begins_later_waits_though_both_have_signed():
    it = plan_in(PlanState.LINE_SIGNED, first=date(2026, 11, 1))
    assert step_plan(viewer("cat"), it.pk, PlanMove.SIGN, Said()).state == PlanState.AGREED
    with pytest.raises(ConflictRefusal, match="begins_later"):
        step_plan(viewer("leader"), it.pk, PlanMove.BEGIN, Said())


@pytest.mark.parametrize("move", [PlanMove.CHECK_IN, PlanMove.REVIEW, PlanMove.CONCLUDE, PlanMove.WITHDRAW])
def test_what_is_said_of_somebody_needs_words(move):
    it = plan_in(PlanState.RUNNING)
    with pytest.raises(ConflictRefusal, match="words_missing"):
        step_plan(viewer("leader"), it.pk, move, Said(" ", PlanOutcome.NOT))


def test_a_conclusion_names_its_outcome_and_leaves_the_employment_alone(own_folder):
    people = (own_folder / "people.csv").read_bytes()
    it = plan_in(PlanState.RUNNING)
    with pytest.raises(ConflictRefusal, match="outcome_missing"):
        step_plan(viewer("leader"), it.pk, PlanMove.CONCLUDE, Said("没有达到"))
    step_plan(viewer("leader"), it.pk, PlanMove.CONCLUDE, Said("没有达到", PlanOutcome.NOT))
    assert (own_folder / "people.csv").read_bytes() == people
    assert GrowthPlan.objects.get(pk=it.pk).outcome == "not"


def test_an_extension_goes_beyond_the_last_day():
    it = plan_in(PlanState.RUNNING)
    with pytest.raises(ConflictRefusal, match="later_day_missing"):
        step_plan(viewer("leader"), it.pk, PlanMove.EXTEND, Said("再给一个月", last=it.last))


def test_support_is_noted_by_who_gives_it_and_by_the_line():
    it = propose_plan(viewer("hr"), given(supports=given().supports * 2))
    first, second = it.supports.all()
    with pytest.raises(ConflictRefusal):
        finish_support(viewer("leader"), it.pk, first.pk)
    GrowthPlan.objects.filter(pk=it.pk).update(state="running")
    finish_support(viewer("leader"), it.pk, first.pk)
    finish_support(viewer("hr"), it.pk, second.pk)
    for who in ("ann", "auditor", "stranger"):
        with pytest.raises(NotFoundRefusal):
            finish_support(viewer(who), it.pk, first.pk)
