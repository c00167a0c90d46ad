"""Setting a target: one row of targets.csv, a reason, a history."""

import csv

import pytest

from merit_desk.audit.models import Entry
from merit_desk.results.queries.open_company import declared_company
from tests.desk.conftest import client_for, role_account
from tests.desk.pages import text

ANN = {
    "kpi": "paid_sales",
    "node_kind": "person",
    "node": "ann",
    "period": "2026-10",
    "target": "4,000",
    "basis": "absolute",
    "start": "",
    "reason": "旺季",
    "seen": "3600",
}


@pytest.fixture
def hr(own_folder):
    return client_for(role_account("hr"))


def rows_in(folder):
    """The rows of targets.csv without what is empty at their end."""
    with (folder / "targets.csv").open(encoding="utf-8") as opened:
        rows = [[cell.strip() for cell in row] for row in csv.reader(opened)][1:]
    return [row[: max(at for at, cell in enumerate(row) if cell) + 1] for row in rows]


def test_a_target_is_kept_with_how_hard_it_was_when_it_was_set(hr, own_folder):
    """Ann has sold 4,200 in October: 4,000 are as good as reached, and more than anybody ever sold hardly will be."""
    for target, kept in (("4,000", "0.001"), ("90,000,000", "0.999")):
        seen = "3600" if target == "4,000" else "4000"
        assert hr.post("/plans/targets/set/", {**ANN, "target": target, "seen": seen}).status_code == 302
        assert next(row for row in rows_in(own_folder) if row[2:4] == ["ann", "2026-10"])[8] == kept
    assert declared_company().targets[-1].difficulty is None


def test_a_changed_target_replaces_its_row_and_leaves_the_others(hr, own_folder):
    before = rows_in(own_folder)
    assert hr.post("/plans/targets/set/", ANN).status_code == 302
    after = rows_in(own_folder)
    changed = [row for row in after if row not in before]
    assert [row[:8] for row in changed] == [["paid_sales", "person", "ann", "2026-10", "4000", "absolute", "", "旺季"]]
    assert len(after) == len(before)
    entry = Entry.objects.get(action="plans.target_set")
    assert (entry.before, entry.after) == ({"target": "3600"}, {"target": "4000", "reason": "旺季"})


def test_a_new_target_is_added(hr, own_folder):
    assert hr.post("/plans/targets/set/", {**ANN, "period": "2026-11", "seen": ""}).status_code == 302
    assert (own_folder / "targets.csv").read_text("utf-8").splitlines()[-1].startswith("paid_sales,person,ann,2026-11,")


def test_the_history_shows_what_stood_before(hr):
    hr.post("/plans/targets/set/", ANN)
    page = text(
        hr.get("/plans/targets/set/", {"kpi": "paid_sales", "node_kind": "person", "node": "ann", "period": "2026-10"})
    )
    assert "4,000.00" in page
    assert "3,600.00" in page
    assert "旺季" in page


def test_a_stale_edit_shows_both(hr, own_folder):
    hr.post("/plans/targets/set/", ANN)
    answer = hr.post("/plans/targets/set/", {**ANN, "target": "5000"})
    assert answer.status_code == 409
    assert "别人刚改过这个目标" in text(answer)
    assert ",4000," in (own_folder / "targets.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("field", "typed"),
    [("target", "viel"), ("period", "October"), ("node", "nobody"), ("kpi", "no_such"), ("reason", "")],
)
def test_what_cannot_be_is_refused_with_what_was_typed_kept(hr, own_folder, field, typed):
    answer = hr.post(
        "/plans/targets/set/", {**ANN, field: typed, "seen": "3600" if field in ("target", "reason") else ""}
    )
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode() or not typed
    assert ",3600," in (own_folder / "targets.csv").read_text("utf-8")


@pytest.mark.parametrize("role", ["manager", "employee", "steward", "finance", "auditor", "stranger"])
def test_nobody_else_sets_a_target(own_folder, role):
    client = client_for(role_account(role))
    assert client.get("/plans/targets/set/").status_code == 404
    assert client.post("/plans/targets/set/", ANN).status_code == 404
    assert ",3600," in (own_folder / "targets.csv").read_text("utf-8")
