"""影子试跑: each run of a period is followed by the draft's; nobody is paid by it and no employee sees it."""

import pytest

from merit.kernel.period import Period
from merit_desk.simulation.actions.shadow_run import with_settled
from merit_desk.simulation.actions.shadows import begin_shadow
from merit_desk.simulation.actions.simulations import keep_sliders
from merit_desk.simulation.models import Replay, Shadow
from merit_desk.simulation.queries.replayed import Line, Month, Outcome
from tests.desk.conftest import client_for, role_account, viewer_as
from tests.desk.database import work_off

OCTOBER = Period.parse("2026-10")


def begun(tried):
    keep_sliders(viewer_as("hr"), tried.pk, 1, {"k:A": "1.3"})
    return begin_shadow(viewer_as("hr"), tried.pk, OCTOBER, Period.parse("2026-11"))


def test_a_month_that_was_run_is_computed_at_once_and_again_after_each_run(own_folder, tried):
    shadow = begun(tried)
    before = (own_folder / "results" / "2026-10" / "payouts.csv").read_bytes()
    work_off()
    row = Replay.objects.get(shadow=shadow).people.get(person="cat")
    assert (row.now, row.draft) == (370440, 401310)
    client = client_for(role_account("hr"))
    client.post("/periods/run/", {"period": "2026-10"})
    work_off()
    work_off()
    assert Replay.objects.filter(shadow=shadow).count() == 1  # of the latest run
    assert (own_folder / "results" / "2026-10" / "payouts.csv").read_bytes() == before
    page = client.get(f"/simulation/shadows/{shadow.pk}/").content.decode()
    assert "影子试跑，不影响任何人" in page
    assert "4,013.10" in page
    assert "这个月还没有计算" in page  # November
    person = client.get(f"/simulation/shadows/{shadow.pk}/people/cat/").content.decode()
    assert "3,704.40" in person
    assert "+308.70" in person


def test_employees_never_see_it(own_folder, tried):
    shadow = begun(tried)
    client = client_for(role_account("employee"))
    assert client.get(f"/simulation/shadows/{shadow.pk}/").status_code == 404
    assert client.post(f"/simulation/shadows/{shadow.pk}/stop/").status_code == 404


def test_a_stopped_shadow_follows_no_further_run(own_folder, tried):
    shadow = begun(tried)
    work_off()
    client = client_for(role_account("hr"))
    client.post(f"/simulation/shadows/{shadow.pk}/stop/")
    kept = Replay.objects.get().pk
    client.post("/periods/run/", {"period": "2026-10"})
    work_off()
    work_off()
    assert Replay.objects.get().pk == kept
    assert Shadow.objects.get().stopped_at is not None


def test_one_shadow_of_a_simulation_at_a_time_and_none_that_changes_nothing(as_hr, tried):
    given = {"first": "2026-11", "last": "2027-01"}
    as_hr.post(f"/simulation/{tried.pk}/shadow/", given)
    assert Shadow.objects.count() == 0
    as_hr.post(f"/simulation/{tried.pk}/move/", {"version": 1, "k:A": "1.3"})
    as_hr.post(f"/simulation/{tried.pk}/shadow/", given)
    as_hr.post(f"/simulation/{tried.pk}/shadow/", given)
    assert Shadow.objects.count() == 1


def one_month(*lines):
    month = Month(sum(line.amount for line in lines), None, "", lines)
    return Outcome((OCTOBER,), {("ann", 0): month})


@pytest.mark.parametrize(
    "kind", ["adjustment", "lift_adjustment", "override_adjustment", "loss_compensation", "manual"]
)
def test_lines_that_no_plan_decides_are_the_same_under_both(kind):
    """Live: 42.00 and −3.00 that concerns September; the draft's own part is 50.00, so it pays 47.00."""
    live = one_month(Line("sales", "commission", "", 4200), Line("sales", kind, "2026-09", -300))
    drafted = with_settled(one_month(Line("sales", "commission", "", 5000)), live)
    assert drafted.month("ann", 0).paid == 4700


def test_a_decided_line_that_the_draft_pays_as_well_counts_once():
    """20.00 by decision on both sides, never 40.00."""
    decided = Line("sales", "manual", "", 2000)
    drafted = with_settled(one_month(Line("sales", "commission", "", 5000), decided), one_month(decided))
    assert drafted.month("ann", 0).paid == 7000
