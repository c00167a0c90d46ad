"""Ranking within comparable posts: for who may, from the first place down, never in a small group."""

import csv
import io

import pytest

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.cycles.models import Cycle
from merit_desk.outcomes.actions.options import switch_band
from merit_desk.outcomes.queries import ranking as ranking_module
from merit_desk.outcomes.queries.ranking import own_band, ranking
from tests.desk.conftest import viewer_as
from tests.desk.cycle_world import review_of
from tests.desk.outcomes.conftest import client_of_person, viewer_of_person


def smallest(cycle, count):
    cycle.options = {"outcomes": {"smallest_group": count}}
    cycle.save()
    return cycle


def placed(groups):
    return {
        each.one.person: (each.place.place, each.place.of) if each.place else None
        for group in groups
        for each in group.people
    }


def test_a_small_group_is_not_ranked(settled):
    assert set(placed(ranking(viewer_as("hr"), settled)).values()) == {None}


def test_people_are_compared_under_the_same_plan_only(settled):
    found = placed(ranking(viewer_as("hr"), smallest(settled, 2)))
    assert found == {"bob": (1, 2), "ann": (2, 2), "cat": None, "leader": None}


def test_a_manager_sees_their_own_people_alone_and_never_themselves(settled):
    assert set(placed(ranking(viewer_of_person("leader"), smallest(settled, 2)))) == {"ann", "bob", "cat"}


def test_an_employee_finds_no_ranking(settled):
    for person in ("ann", "cat"):
        with pytest.raises(NotFoundRefusal):
            ranking(viewer_of_person(person), settled)
        assert client_of_person(person).get(f"/outcomes/cycles/{settled.code}/ranking/").status_code == 404
        assert client_of_person(person).get(f"/outcomes/cycles/{settled.code}/ranking.csv").status_code == 404


def test_the_export_holds_what_the_page_shows(settled, as_hr):
    text = as_hr.get(f"/outcomes/cycles/{smallest(settled, 2).code}/ranking.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["person"], row["place"]) for row in rows if row["plan"] == "sales"] == [("bob", "1"), ("ann", "2")]


def test_a_band_is_told_only_where_switched_on_in_a_large_group_after_the_release(released, monkeypatch):
    cat = review_of(released, "bob")
    assert own_band(viewer_of_person("bob"), cat) is None
    switch_band(viewer_as("hr"), released, True)
    bob = review_of(released, "bob")
    assert own_band(viewer_of_person("bob"), bob) is None  # two people
    monkeypatch.setattr(ranking_module, "SMALLEST_GROUP_FOR_BANDS", 2)
    assert own_band(viewer_of_person("bob"), bob) == "middle"
    assert own_band(viewer_of_person("leader"), bob) is None
    bob.state = "settled"
    assert own_band(viewer_of_person("bob"), bob) is None


def test_only_who_runs_cycles_switches_bands(settled):
    with pytest.raises(NotFoundRefusal):
        switch_band(viewer_of_person("leader"), settled, True)
    assert Cycle.objects.get(pk=settled.pk).options == {}
