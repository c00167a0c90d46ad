"""封存: only when all is through; verification finds every byte that changed; corrections are new entries."""

import os

import pytest

from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit.reviews.correction import CorrectionMove
from merit.reviews.life import ReviewState
from merit_desk.audit.models import Entry
from merit_desk.cycles.models import Cycle
from merit_desk.documents.queries.current import current, table_lines
from merit_desk.outcomes.actions.correct import decide_correction, propose_correction
from merit_desk.outcomes.actions.seal import ask_to_seal
from merit_desk.outcomes.actions.verify import ask_to_verify, verify_cycle
from merit_desk.outcomes.models import CycleSeal, ResultVersion, SealCheck
from merit_desk.outcomes.queries.sealing import blockers
from tests.desk.conftest import account_for, client_for, role_account, viewer_as
from tests.desk.cycle_world import october_cycle, review_of
from tests.desk.outcomes.conftest import after_release, done, viewer_of_person

PEOPLE = ("ann", "bob", "cat", "leader")


@pytest.fixture
def concluded(released):
    """Everybody through."""
    for person in PEOPLE:
        after_release(released, person, ReviewState.CONCLUDED)
    return released


@pytest.fixture
def sealed(concluded):
    """Sealed by HR."""
    ask_to_seal(viewer_as("hr"), concluded)
    assert done("outcomes.seal").state == "done"
    return Cycle.objects.get(pk=concluded.pk)


def test_who_is_missing_is_listed(released):
    after_release(released, "cat", ReviewState.CONCLUDED)
    found = blockers(viewer_as("hr"), released)
    assert [(each.code, each.gaps["state"], each.gaps["count"]) for each in found] == [
        ("outcomes.block.state", "released", 3)
    ]
    assert [each.person for each in found[0].people] == ["ann", "bob", "leader"]
    with pytest.raises(ConflictRefusal, match="not_ready"):
        ask_to_seal(viewer_as("hr"), released)


def test_sealing_freezes_the_period_every_record_and_the_trail(sealed, own_folder):
    seal = CycleSeal.objects.get()
    assert set(seal.content["records"]) == set(PEOPLE)
    assert (own_folder / "sealed" / "2026-10" / "seal.json").is_file()
    assert seal.content["trail"]["number"] > 0
    assert set(sealed.participants.values_list("state", flat=True)) == {"sealed"}
    assert sealed.sealed_at is not None
    assert Entry.objects.filter(action="outcomes.sealed").exists()


def test_who_may_not_seal_finds_nothing(concluded):
    for viewer in (viewer_of_person("leader"), viewer_of_person("cat"), viewer_as("auditor")):
        with pytest.raises(NotFoundRefusal):
            ask_to_seal(viewer, concluded)
    assert not CycleSeal.objects.exists()


def test_a_cycle_is_sealed_once(sealed):
    with pytest.raises(ConflictRefusal, match="sealed_already"):
        ask_to_seal(viewer_as("hr"), sealed)


def test_another_cycle_of_the_period_has_to_be_through_first(concluded):
    other = october_cycle.__globals__["Cycle"].objects.create(
        code="other", title="另一个", kind="month", period="2026-10", made_by=role_account("hr")
    )
    october_cycle.__globals__["take_part"](other, "cat", ReviewState.RATING)
    assert [each.code for each in blockers(viewer_as("hr"), concluded)] == ["outcomes.block.other_cycle"]


def test_a_result_that_differs_from_what_was_shown_is_not_sealed(concluded):
    kept = ResultVersion.objects.get(participant=review_of(concluded, "cat"))
    ResultVersion.objects.filter(pk=kept.pk).update(content={**kept.content, "total": None})
    assert [each.code for each in blockers(viewer_as("hr"), concluded)] == ["outcomes.block.changed"]


def test_a_result_with_errors_is_said_not_to_be_ready(concluded, own_folder):
    problems = own_folder / "results" / "2026-10" / "problems.csv"
    with problems.open("a", encoding="utf-8") as file:
        file.write("error,plans/cs.yaml,9,,scores.blocked,少一个数,a figure is missing\n")
    os.utime(problems.with_name("data.json"))  # read anew
    assert [(each.code, each.gaps["count"]) for each in blockers(viewer_as("hr"), concluded)] == [
        ("outcomes.block.errors", 1)
    ]
    page = client_for(role_account("hr")).get(f"/outcomes/cycles/{concluded.code}/seal/").content.decode()
    assert "/periods/2026-10/findings/" in page
    with pytest.raises(ConflictRefusal, match="not_ready"):
        ask_to_seal(viewer_as("hr"), concluded)


def test_while_it_is_being_sealed_nobody_is_offered_to_seal_and_the_page_looks_again(concluded):
    ask_to_seal(viewer_as("hr"), concluded)
    client, address = client_for(role_account("hr")), f"/outcomes/cycles/{concluded.code}/seal/"
    under_way = client.get(address).content.decode()
    assert f'hx-get="{address}"' in under_way
    assert f"{address}ask/" not in under_way
    done("outcomes.seal")
    over = client.get(address).content.decode()
    assert f'hx-get="{address}"' not in over
    assert f"/outcomes/cycles/{concluded.code}/verify/" in over


def test_verification_of_an_untouched_seal_agrees(sealed):
    ask_to_verify(viewer_as("auditor"), sealed)
    assert done("outcomes.verify").outcome["findings"] == 0
    check = SealCheck.objects.get()
    assert (check.records, check.differences) == (4, [])
    assert check.files > 0
    assert check.entries > 0


def test_verification_says_exactly_what_differs(sealed, own_folder):
    version = ResultVersion.objects.get(participant=review_of(sealed, "cat"))
    ResultVersion.objects.filter(pk=version.pk).update(digest="x")
    totals = own_folder / "sealed" / "2026-10" / "results" / "totals.csv"
    totals.write_text(totals.read_text("utf-8").replace("97.00", "98.00", 1), "utf-8")
    found = verify_cycle(None, sealed).differences
    codes = {each["code"] for each in found}
    assert {"outcomes.differs.record", "outcomes.differs.period"} <= codes
    assert {"person": "cat", "place": "outcomes › versions › 1 › digest"} in [each["gaps"] for each in found]
    assert any("totals.csv" in str(each["gaps"]) for each in found)


def test_a_sealed_record_that_was_changed_is_found(sealed):
    seal = CycleSeal.objects.get()
    kept = seal.records.get(participant__person="ann")
    kept.record = {**kept.record, "outcomes": {}}
    kept.save()
    CycleSeal.objects.filter(pk=seal.pk).update(content={**seal.content, "left_out": ["bob"]})
    codes = {each["code"] for each in verify_cycle(None, sealed).differences}
    assert {"outcomes.differs.kept", "outcomes.differs.seal"} <= codes


def test_what_is_sealed_moves_no_more(sealed):
    with pytest.raises(ConflictRefusal, match="sealed_already"):
        ask_to_seal(viewer_as("owner"), sealed)
    for person in PEOPLE:
        assert review_of(sealed, person).state == "sealed"


def test_a_correction_names_the_old_and_needs_a_second_person(sealed):
    cat = review_of(sealed, "cat")
    made = propose_correction(viewer_as("hr"), cat.pk, "S", "漏算一次表扬")
    assert (made.before, made.after, made.sealed_digest) == ("A", "S", cat.sealed_record.digest)
    with pytest.raises(NotAllowedRefusal):
        decide_correction(viewer_as("hr"), made.pk, CorrectionMove.APPROVE)
    with pytest.raises(NotFoundRefusal):
        decide_correction(viewer_of_person("leader"), made.pk, CorrectionMove.APPROVE)
    decide_correction(viewer_as("owner"), made.pk, CorrectionMove.APPROVE)
    row = table_lines(current("grade_decisions.csv").text)[-1]
    assert (row["person"], row["stage"], row["before"], row["grade"]) == ("cat", "correction", "A", "S")
    assert verify_cycle(None, sealed).differences == []


def test_a_correction_can_be_refused_or_taken_back_and_then_changes_nothing(sealed):
    cat = review_of(sealed, "cat")
    refused = propose_correction(viewer_as("hr"), cat.pk, "S", "x")
    with pytest.raises(ConflictRefusal, match="correction_waits"):
        propose_correction(viewer_as("hr"), cat.pk, "B", "x")
    decide_correction(viewer_as("owner"), refused.pk, CorrectionMove.REFUSE, "证据不足")
    taken_back = propose_correction(viewer_as("hr"), cat.pk, "S", "x")
    decide_correction(viewer_as("hr"), taken_back.pk, CorrectionMove.WITHDRAW)
    assert current("grade_decisions.csv").text is None
    with pytest.raises(ConflictRefusal):
        decide_correction(viewer_as("owner"), refused.pk, CorrectionMove.APPROVE)


def test_only_a_sealed_result_is_corrected_and_never_ones_own(concluded):
    with pytest.raises(ConflictRefusal, match=r"stands\.concluded"):
        propose_correction(viewer_as("hr"), review_of(concluded, "cat").pk, "S", "x")


def test_the_seal_page_shows_blockers_then_fingerprints(released, as_hr):
    page = as_hr.get(f"/outcomes/cycles/{released.code}/seal/").content.decode()
    assert "待确认" in page
    for person in PEOPLE:
        after_release(released, person, ReviewState.CONCLUDED)
    as_hr.post(f"/outcomes/cycles/{released.code}/seal/go/")
    done("outcomes.seal")
    page = client_for(account_for("auditor", "", None)).get(f"/outcomes/cycles/{released.code}/seal/")
    assert page.status_code == 404
    page = as_hr.get(f"/outcomes/cycles/{released.code}/seal/").content.decode()
    assert CycleSeal.objects.get().digest in page
