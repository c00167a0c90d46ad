"""A released result leads to a plan for who may write one; what fell short comes along as its grounds."""

import pytest
from django.urls import reverse

from merit_desk.growth.queries import weak
from merit_desk.outcomes.queries.onward import ways_on
from tests.desk.conftest import client_for, role_account, viewer_as
from tests.desk.cycle_world import review_of
from tests.desk.growth.world import plan_in
from tests.desk.outcomes.conftest import client_of_person, released, settled, viewer_of_person

__all__ = ("released", "settled")


@pytest.fixture
def fell_short(monkeypatch):
    """Nobody of the tiny company is below a target in October: here whoever met it is."""
    monkeypatch.setattr(weak, "is_low", lambda _: True)


def plans_offered(viewer, one):
    return [(way.address.partition("kind=")[2], way.stands) for way in ways_on(viewer, one)]


def test_the_line_and_hr_are_led_to_either_plan_and_oneself_to_a_development_plan(released, fell_short):
    one = review_of(released, "cat")
    both = [("improvement", ""), ("development", "")]
    assert plans_offered(viewer_of_person("leader"), one) == plans_offered(viewer_as("hr"), one) == both
    assert plans_offered(viewer_of_person("cat"), one) == [("development", "")]


def test_nobody_who_met_every_target_is_led_to_an_improvement_plan(released):
    assert plans_offered(viewer_of_person("leader"), review_of(released, "cat")) == [("development", "")]


def test_nothing_is_offered_to_who_may_not_plan_for_the_person(released):
    one = review_of(released, "cat")
    for viewer in (viewer_of_person("ann"), viewer_as("finance"), viewer_as("auditor")):
        assert plans_offered(viewer, one) == []


def test_a_plan_under_way_is_named_where_it_may_be_read(released):
    it, one = plan_in("running"), review_of(released, "cat")
    leader = ways_on(viewer_of_person("leader"), one)[0]
    assert (leader.text, leader.address) == ("接待提升", reverse("growth:plan", args=[it.pk]))
    assert leader.stands
    assert [each.text for each in ways_on(viewer_as("auditor"), one)] == ["接待提升"]
    assert ways_on(viewer_as("finance"), one) == []


@pytest.mark.parametrize("kind", ["improvement", "development"])
def test_the_way_leads_to_the_form_with_what_fell_short(released, fell_short, kind):
    one, client = review_of(released, "cat"), client_of_person("leader")
    page = client.get(reverse("outcomes:result", args=[one.pk])).content.decode()
    address = f"{reverse('growth:new_plan')}?person=cat&amp;period=2026-10&amp;kind={kind}"
    assert address in page
    form = client.get(address.replace("&amp;", "&"))
    assert form.status_code == 200
    assert [each.period for each in form.context["weak"]] == ["2026-10"]


def test_before_the_release_nothing_leads_to_a_plan(settled):
    """Its grounds would tell the person the result."""
    one = review_of(settled, "cat")
    page = client_for(role_account("hr")).get(reverse("outcomes:result", args=[one.pk]))
    assert page.status_code == 200
    assert page.context["onward"] == []
