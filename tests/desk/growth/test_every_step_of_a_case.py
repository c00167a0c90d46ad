"""Every (state, move, role) of a promotion; who proposes never decides, and consent alone changes a spell."""

from itertools import product

import pytest

from merit.follow.promotion import CaseKind, CaseMove, CaseState
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit.people.spells import spell_on
from merit_desk.audit.models import Entry
from merit_desk.growth.actions.cases import StaleCase, change_case, propose_case, step_case
from merit_desk.growth.given import CaseSaid
from merit_desk.growth.models import Case
from merit_desk.growth.queries.panel import panel_choices
from merit_desk.growth.queries.reach import cases_visible_to, parties_of_case
from merit_desk.results.queries.open_company import declared_company
from tests.desk.follow.world import TODAY, account_of, viewer
from tests.desk.growth.world import case_given, case_in, plan_in, step

WHO = ("cat", "leader", "owner", "hr", "auditor", "ann", "finance", "steward", "stranger")
"""leader proposed it, owner sits on the panel, cat is whom it is about."""
REFUSED = (ConflictRefusal, NotAllowedRefusal, NotFoundRefusal)
LEAD = ("owner", "hr")
SHARED = {
    ("draft", "submit"): ("proposed", ("leader",)),
    ("draft", "withdraw"): ("withdrawn", ("leader",)),
    ("proposed", "name_panel"): ("with_panel", LEAD),
    ("proposed", "withdraw"): ("withdrawn", ("leader",)),
    ("with_panel", "name_panel"): ("with_panel", LEAD),
    ("with_panel", "approve"): ("approved", ("owner",)),
    ("with_panel", "decline"): ("declined", ("owner",)),
    ("with_panel", "withdraw"): ("withdrawn", ("leader",)),
    ("approved", "consent"): ("consented", ("cat",)),
    ("approved", "note_paper"): ("consented", LEAD),
    ("approved", "refuse"): ("refused", ("cat",)),
    ("approved", "withdraw"): ("withdrawn", LEAD),
    ("consented", "withdraw"): ("withdrawn", LEAD),
    ("grounded", "withdraw"): ("withdrawn", LEAD),
}
ALLOWED = {
    "promotion": SHARED,
    "post_change": SHARED | {("refused", "document"): ("grounded", LEAD)},
}
STEPS = [move for move in CaseMove if move not in (CaseMove.CHANGE, CaseMove.TAKE_EFFECT)]


def said():
    return CaseSaid("说明", (account_of("owner").pk,))


@pytest.mark.usefixtures("company_folder")
@pytest.mark.parametrize(
    ("kind", "state"), [pytest.param(*each, id="-".join(map(str, each))) for each in product(ALLOWED, CaseState)]
)
def test_a_step_is_made_by_exactly_those_whom_it_concerns(kind, state):
    step()
    plan_in("concluded", outcome="not")
    viewers = {who: viewer(who) for who in WHO}
    for move, who in product(STEPS, WHO):
        to, allowed = ALLOWED[kind].get((str(state), str(move)), ("", ()))
        it, before = case_in(state, kind), Entry.objects.count()
        if who in allowed:
            step_case(viewers[who], it.pk, move, said())
            assert Case.objects.get(pk=it.pk).state == to, (move, who)
            assert Entry.objects.filter(action=f"growth.case_{move}").exists()
            continue
        with pytest.raises(REFUSED):
            step_case(viewers[who], it.pk, move, said())
        assert Case.objects.get(pk=it.pk).state == state, (move, who)
        assert Entry.objects.count() == before


@pytest.mark.usefixtures("company_folder")
def test_a_case_is_known_step_by_step():
    """A draft to its author, a proposal to the line and HR, a decision to the person."""
    known = {
        "draft": {"leader"},
        "proposed": {"leader", "owner", "hr", "auditor"},
        "with_panel": {"leader", "owner", "hr", "auditor"},
        "approved": {"leader", "owner", "hr", "auditor", "cat"},
        "declined": {"leader", "owner", "hr", "auditor"},
    }
    for state, readers in known.items():
        it = case_in(state)
        assert {who for who in WHO if cases_visible_to(viewer(who)).filter(pk=it.pk).exists()} == readers, state


@pytest.mark.usefixtures("company_folder")
def test_neither_proposer_nor_person_sits_on_the_panel():
    it = case_in("proposed", panel=())
    for who in WHO:
        account_of(who)
    chosen = {int(number) for number, _ in panel_choices(it, TODAY)}
    assert account_of("hr").pk in chosen
    for who in ("leader", "cat", "ann", "finance"):
        assert account_of(who).pk not in chosen
        with pytest.raises(ConflictRefusal, match="may_not_sit"):
            step_case(viewer("hr"), it.pk, CaseMove.NAME_PANEL, CaseSaid("", (account_of(who).pk,)))


@pytest.mark.usefixtures("company_folder")
def test_hr_who_proposed_it_names_the_panel_but_never_votes():
    it = case_in("proposed", author="hr", panel=())
    with pytest.raises(ConflictRefusal, match="may_not_sit"):
        step_case(viewer("hr"), it.pk, CaseMove.NAME_PANEL, CaseSaid("", (account_of("hr").pk,)))
    step_case(viewer("hr"), it.pk, CaseMove.NAME_PANEL, said())
    with pytest.raises(NotAllowedRefusal):
        step_case(viewer("hr"), it.pk, CaseMove.APPROVE, said())


@pytest.mark.usefixtures("company_folder")
def test_the_panel_decides_when_all_have_voted_and_each_votes_once():
    it = case_in("with_panel", panel=("owner", "hr"))
    assert step_case(viewer("hr"), it.pk, CaseMove.APPROVE, said()).state == "with_panel"
    with pytest.raises(NotAllowedRefusal):
        step_case(viewer("hr"), it.pk, CaseMove.DECLINE, said())
    assert step_case(viewer("owner"), it.pk, CaseMove.DECLINE, said()).state == "declined"


@pytest.mark.usefixtures("company_folder")
def test_hr_is_nobody_but_the_person_in_their_own_case():
    it = case_in("approved", person="owner", author="hr", panel=())
    assert {str(each) for each in parties_of_case(viewer("owner"), it)} == {"subject"}


@pytest.mark.usefixtures("company_folder")
def test_a_promotion_needs_a_step_of_the_path_and_pay_is_set_by_hr():
    with pytest.raises(ConflictRefusal, match="no_such_step"):
        propose_case(viewer("leader"), case_given(CaseKind.PROMOTION))
    step()
    made = propose_case(viewer("leader"), case_given(CaseKind.PROMOTION))
    assert [(row["kind"], row["met"]) for row in made.evidence] == [
        ("grades", True),
        ("months", True),
        ("recommended", False),
    ]
    with pytest.raises(ConflictRefusal, match="pay_is_set_by_hr"):
        propose_case(viewer("leader"), case_given(wage="9000.00"))
    for who in ("ann", "auditor", "finance", "stranger"):
        with pytest.raises(NotFoundRefusal):
            propose_case(viewer(who), case_given())
    changed = change_case(viewer("leader"), made.pk, case_given(CaseKind.PROMOTION, reason="另有一事"), 1)
    assert changed.version == 2
    with pytest.raises(StaleCase):
        change_case(viewer("leader"), made.pk, case_given(CaseKind.PROMOTION), 1)


def test_a_consent_becomes_a_new_spell_and_nothing_else_does(own_folder):
    it = case_in("approved", kind="post_change", wage="6200.00")
    with pytest.raises(ConflictRefusal):
        step_case(viewer("hr"), it.pk, CaseMove.TAKE_EFFECT, CaseSaid())
    step_case(viewer("cat"), it.pk, CaseMove.CONSENT, CaseSaid())
    for who in ("cat", "leader", "finance"):
        with pytest.raises(REFUSED):
            step_case(viewer(who), it.pk, CaseMove.TAKE_EFFECT, CaseSaid())
    step_case(viewer("hr"), it.pk, CaseMove.TAKE_EFFECT, CaseSaid())
    organisation = declared_company().organisation
    before, after = (spell_on(organisation, "cat", day) for day in (TODAY, it.start))
    assert (before.post, after.post, after.team, after.wage) == ("cs_agent", "lead", "north", 6200)
    assert before.end == it.start
    assert Case.objects.get(pk=it.pk).state == "in_effect"


def test_terms_that_changed_after_the_consent_take_no_effect(own_folder):
    it = case_in("approved", kind="post_change")
    step_case(viewer("cat"), it.pk, CaseMove.CONSENT, CaseSaid())
    Case.objects.filter(pk=it.pk).update(wage="1.00")
    people = (own_folder / "people.csv").read_bytes()
    with pytest.raises(ConflictRefusal, match="other_terms"):
        step_case(viewer("hr"), it.pk, CaseMove.TAKE_EFFECT, CaseSaid())
    assert (own_folder / "people.csv").read_bytes() == people
    assert Case.objects.get(pk=it.pk).state == "consented"


@pytest.mark.usefixtures("company_folder")
def test_without_consent_another_post_stands_on_a_plan_that_was_not_reached_and_pay_stays():
    it = case_in("refused", kind="post_change")
    with pytest.raises(ConflictRefusal, match="no_documented_ground"):
        step_case(viewer("hr"), it.pk, CaseMove.DOCUMENT, said())
    plan_in("concluded", outcome="partly")
    with pytest.raises(ConflictRefusal, match="no_documented_ground"):
        step_case(viewer("hr"), it.pk, CaseMove.DOCUMENT, said())
    plan_in("concluded", outcome="not")
    paid = case_in("refused", kind="post_change", wage="4000.00")
    with pytest.raises(ConflictRefusal, match="pay_needs_consent"):
        step_case(viewer("hr"), paid.pk, CaseMove.DOCUMENT, said())
    assert step_case(viewer("hr"), it.pk, CaseMove.DOCUMENT, said()).state == "grounded"
