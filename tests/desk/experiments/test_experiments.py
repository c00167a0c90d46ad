"""Experiments on the desk: who sees them, what stands on the page, who decides."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from merit.sources.company_folder import read_company
from merit.sources.load_facts import load_facts
from merit_desk.audit.models import Entry
from merit_desk.experiments.models import Decision
from tests.desk.conftest import account_for, client_for
from tests.experiments.shop_with_experiments import write_experiments

PAGE = reverse("experiments:one", args=["page"])
DECIDE = reverse("experiments:decide", args=["page"])
SURE = {"decided": "adopt", "arm": "new", "reason": "It sells more", "through": "2026-10-28"}


@pytest.fixture
def tested(own_folder):
    """The tiny company with a test of its page: owner ann, decided by leader, shop s1 of ann and bob."""
    write_experiments(own_folder)
    company, _ = read_company(own_folder)
    load_facts(company, own_folder, datetime(2026, 11, 9, tzinfo=UTC))
    return own_folder


def person(name: str):
    return client_for(account_for(f"the {name}", name))


def test_the_page_says_what_to_do_then_the_split_then_the_effects(tested, as_hr) -> None:
    shown = as_hr.get(PAGE).content.decode()
    assert "采用“新页”。" in shown
    assert shown.index("采用“新页”") < shown.index("分流检查") < shown.index("随时有效区间")
    assert "<polygon" in shown


def test_owner_deciders_their_managers_and_the_people_of_the_shop_see_it_and_nobody_else(
    tested, as_hr, as_auditor
) -> None:
    for client in (as_hr, as_auditor, person("ann"), person("leader"), person("bob"), person("owner")):
        assert client.get(PAGE).status_code == 200
    outsider = person("cat")
    assert outsider.get(PAGE).status_code == 404
    assert "page" not in outsider.get(reverse("experiments:experiments")).content.decode().split("<main", 1)[-1].split("</main", 1)[0].replace("page.", "")  # fmt: skip # noqa: E501


def test_a_named_decider_decides_with_a_reason_that_stays_on_the_trail(tested) -> None:
    leader = person("leader")
    assert leader.post(DECIDE, SURE).status_code == 302
    made = Decision.objects.get()
    assert (made.decided, made.advice, made.arm, made.low > 0) == ("adopt", "adopt", "new", True)
    entry = Entry.objects.get(action="tests.decided")
    assert entry.after["reason"] == "It sells more"
    assert "It sells more" in leader.get(PAGE).content.decode()


@pytest.mark.parametrize("who", ["ann", "cat", "owner"])
def test_nobody_else_decides_whatever_they_may_see(tested, who: str) -> None:
    assert person(who).post(DECIDE, SURE).status_code == 404
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("change", "status", "told"),
    [
        ({"reason": ""}, 422, ""),
        ({"through": "2026-10-20"}, 409, "又来了新数据"),
        ({"arm": ""}, 409, "请选采用哪一组"),
    ],
)
def test_a_decision_that_lacks_something_is_refused_in_words(tested, change, status: int, told: str) -> None:
    answer = person("leader").post(DECIDE, SURE | change)
    assert answer.status_code == status
    assert told in answer.content.decode()
    assert not Decision.objects.exists()


def test_with_a_broken_split_no_effect_is_on_the_page_and_nothing_can_be_adopted(own_folder, as_hr) -> None:
    write_experiments(own_folder, old=550, new=400)
    company, _ = read_company(own_folder)
    load_facts(company, own_folder, datetime(2026, 11, 9, tzinfo=UTC))
    shown = as_hr.get(PAGE).content.decode()
    assert "分流坏了" in shown
    assert "随时有效区间" not in shown
    assert "<polygon" not in shown
    answer = person("leader").post(DECIDE, SURE)
    assert (answer.status_code, Decision.objects.count()) == (409, 0)


def test_the_sample_size_follows_what_is_typed(as_employee) -> None:
    typed = "?kind=binary&value=20&effect=5&units_per_day=500&arms=2&power=80&alpha=5"
    shown = as_employee.get(reverse("experiments:size") + typed).content.decode()
    # R's power.prop.test for .20 and .25: 1,094 each
    assert "1094" in shown.replace(",", "")
    wrong = as_employee.get(reverse("experiments:size") + typed.replace("value=20", "value=120")).content.decode()
    assert "比率要在 0 和 100 之间" in wrong


def test_an_experiment_that_is_over_waits_for_its_decider_until_it_is_decided(tested) -> None:
    from merit_desk.accounts.viewer import viewer_for
    from merit_desk.experiments.queries.waiting import waiting_here

    leader = viewer_for(account_for("the leader", "leader"))
    assert [each.address for each in waiting_here(leader)] == [PAGE]
    person("leader").post(DECIDE, SURE)
    assert list(waiting_here(leader)) == []


def test_only_an_adopted_experiment_above_zero_proves_a_proposal(tested) -> None:
    from merit_desk.accounts.viewer import viewer_for
    from merit_desk.experiments.queries.proven import proven_to

    ann = viewer_for(account_for("the ann", "ann"))
    assert proven_to(ann) == []
    person("leader").post(DECIDE, SURE | {"decided": "keep_running"})
    assert proven_to(ann) == []
    person("leader").post(DECIDE, SURE)
    ((title, told),) = proven_to(ann)
    assert (title, told["experiment"], told["arm"], told["low"] > 0) == ("新详情页", "page", "new", True)
    assert proven_to(viewer_for(account_for("the cat", "cat"))) == []
