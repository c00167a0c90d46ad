"""Splitting a target so that the parts add up, splitting into drivers, and the row in targets.csv."""

from merit_desk.audit.models import Entry
from merit_desk.goals.models import Goal
from tests.desk.goals.conftest import goal
from tests.desk.pages import text


def test_the_proposal_goes_by_the_period_before_and_adds_up(tree, people):
    # September: north 3,600 and south 6,400 of 10,000; 36 % and 64 % of 7,800
    answer = people["hr"].get(f"/goals/{tree['trade'].pk}/split/?parts=team&by=last")
    page = answer.content.decode()
    assert 'value="2808"' in page
    assert 'value="4992"' in page
    equal = people["hr"].get(f"/goals/{tree['trade'].pk}/split/?parts=team&by=equal").content.decode()
    assert equal.count('value="3900"') == 2


def test_parts_that_miss_the_whole_are_refused_and_kept_as_typed(tree, people):
    address = f"/goals/{tree['trade'].pk}/split/"
    answer = people["hr"].post(address, {"parts": "team", "part/north": "2808", "part/south": "4990", "seen": 1})
    assert answer.status_code == 409
    assert "差 2.00" in text(answer)
    assert 'value="4990"' in answer.content.decode()
    assert Goal.objects.get(pk=tree["south"].pk).target == "5000"


def test_parts_that_equal_the_whole_become_goals_or_change_those_there_are(tree, people):
    address = f"/goals/{tree['trade'].pk}/split/"
    answer = people["hr"].post(address, {"parts": "team", "part/north": "2,808", "part/south": "4992", "seen": 1})
    assert answer.status_code == 302
    assert [Goal.objects.get(pk=tree[name].pk).target for name in ("north", "south")] == ["2808", "4992"]
    assert Goal.objects.count() == 6
    assert "相等" in text(people["hr"].get("/goals/?period=2026-10"))
    assert Entry.objects.get(action="goals.split").after == {"parts": {"north": "2808", "south": "4992"}}
    company = people["hr"].post(
        f"/goals/{tree['company'].pk}/split/", {"parts": "shop", "part/s1": "7000", "part/s2": "3000", "seen": 1}
    )
    assert company.status_code == 302
    shop = Goal.objects.get(figure_node="s1")
    assert (shop.level, shop.target, shop.figure_kind) == ("company", "7000", "shop")


def test_a_stale_split_is_refused(tree, people):
    address = f"/goals/{tree['trade'].pk}/split/"
    sent = {"parts": "team", "part/north": "2808", "part/south": "4992", "seen": 1}
    people["hr"].post(address, sent)
    assert people["owner"].post(address, sent).status_code == 409


def test_a_leader_splits_over_their_people_and_nobody_else(tree, people):
    address = f"/goals/{tree['north'].pk}/split/"
    assert people["manager"].get(address).status_code == 200
    assert people["employee"].get(address).status_code == 404
    assert people["employee"].post(address, {}).status_code == 404


def test_drivers_have_owners_and_their_product_is_checked(tree, people):
    # October: 10 orders × 1,100 = 11,000
    address = f"/goals/{tree['company'].pk}/drivers/"
    page = text(people["hr"].get(address))
    assert "支付订单数 × 笔单价" in page
    ways = people["hr"].get(address).context["ways"]
    way = next(number for number, words in ways if words == "支付订单数 × 笔单价")
    sent = {"way": way, "target/orders_paid": "10", "target/aov": "900", "seen": 1, "person/aov": "安安"}
    checked = people["hr"].post(address, {**sent, "do": "check"})
    assert "得出 9,000.00，比目标少 1,000.00" in text(checked)
    assert Goal.objects.filter(is_driver=True).count() == 0
    people["hr"].post(address, {**sent, "target/aov": ""})
    drivers = {each.kpi: each for each in Goal.objects.filter(is_driver=True)}
    assert (drivers["aov"].target, drivers["aov"].person, drivers["orders_paid"].target) == ("1000", "ann", "10")
    tree["company"].refresh_from_db()
    assert tree["company"].join == "product"
    page = text(people["hr"].get(f"/goals/{tree['company'].pk}/"))
    assert "各因素正好得出 10,000.00" in page
    assert "下级合计 7,800.00" in page  # drivers are no parts


def test_a_target_is_written_into_the_file_that_scoring_reads(tree, people, own_folder):
    trade = tree["trade"]
    assert "targets.csv 里没有这个目标值" in text(people["hr"].get(f"/goals/{trade.pk}/"))
    assert people["hr"].post(f"/goals/{trade.pk}/target/", {"seen": ""}).status_code == 302
    rows = (own_folder / "targets.csv").read_text("utf-8").splitlines()
    assert rows[-1].startswith("paid_sales,department,trade,2026-10,7800,absolute,,")
    assert "一致" in text(people["hr"].get(f"/goals/{trade.pk}/"))


def test_where_the_file_says_otherwise_both_are_shown(tree, people):
    company = tree["company"]
    company.target = "12000"
    company.save()
    page = text(people["hr"].get(f"/goals/{company.pk}/"))
    assert "targets.csv 里是 10,000.00，这里是 1.20 万" in page
    stale = people["hr"].post(f"/goals/{company.pk}/target/", {"seen": "9999"})
    assert stale.status_code == 409
    assert people["manager"].post(f"/goals/{company.pk}/target/", {"seen": "10000"}).status_code == 404


def test_an_own_measure_without_a_kpi_has_no_row(tree, people):
    one = goal("上新视频", "team", "north", kpi="", measure="视频", unit="条", target="60")
    assert people["hr"].post(f"/goals/{one.pk}/target/", {"seen": ""}).status_code == 409
