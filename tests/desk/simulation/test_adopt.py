"""A simulation is handed in by one and approved by another; only its approval says so, nothing takes effect by it."""

import pytest

from merit_desk.audit.models import Entry
from merit_desk.notices.models import Notice
from merit_desk.simulation.actions.simulations import keep_sliders
from merit_desk.simulation.models import Simulation
from tests.desk.conftest import role_account, viewer_as


@pytest.fixture
def moved(tried):
    return keep_sliders(viewer_as("hr"), tried.pk, 1, {"k:A": "1.3"})


def step(client, simulation, do, note=""):
    client.post(f"/simulation/{simulation.pk}/step/", {"do": do, "note": note})
    return Simulation.objects.get(pk=simulation.pk).state


def test_what_one_handed_in_another_approves(as_hr, as_owner, moved):
    assert step(as_hr, moved, "submit") == "submitted"
    assert Notice.objects.filter(account=role_account("owner"), code="notice.simulation_submitted").exists()
    assert step(as_hr, moved, "approve") == "submitted"  # nobody approves their own
    assert step(as_owner, moved, "approve") == "approved"
    assert Entry.objects.filter(action="simulation.approve").count() == 1


def test_a_return_says_why(as_finance, as_hr, moved):
    step(as_finance, moved, "submit")
    assert step(as_hr, moved, "return") == "submitted"
    assert step(as_hr, moved, "return", "毛利数据不全") == "returned"
    assert Simulation.objects.get().note == "毛利数据不全"


def test_finance_hands_in_but_neither_decides_nor_writes_drafts(as_hr, as_finance, moved):
    step(as_hr, moved, "submit")
    assert step(as_finance, moved, "approve") == "submitted"
    assert as_finance.post(f"/simulation/{moved.pk}/drafts/").status_code == 404


def test_what_is_handed_in_stays_as_it_is(as_hr, moved):
    step(as_hr, moved, "submit")
    as_hr.post(f"/simulation/{moved.pk}/move/", {"version": moved.version, "k:A": "2"})
    assert Simulation.objects.get().levers == {"k:A": "1.3"}
    assert step(as_hr, moved, "withdraw") == "open"


def test_what_changes_nothing_cannot_be_handed_in(as_hr, tried):
    assert step(as_hr, tried, "submit") == "open"


def test_it_waits_for_who_may_decide_and_for_nobody_else(as_hr, as_owner, moved):
    step(as_hr, moved, "submit")
    assert "等你批准" in as_owner.get("/", follow=True).content.decode()
    assert "等你批准" not in as_hr.get("/", follow=True).content.decode()
