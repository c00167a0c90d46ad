"""Points: every balance is the sum of its entries, none falls below zero, what ends without a gift comes back."""

import dataclasses
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.urls import reverse

from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit.rewards.recognition.points import PointCause
from merit.rewards.recognition.redemption import RedemptionMove
from merit_desk.audit.models import Entry
from merit_desk.recognition.actions.books import Why, earn, spend, write_off_all
from merit_desk.recognition.actions.gifts import put_gift, redeem, step_redemption
from merit_desk.recognition.actions.points import grant_points, set_budget, take_back_points, thank
from merit_desk.recognition.given import Giving, Offer
from merit_desk.recognition.models import Gift, GivingBudget, Holder, MonthGiven, PointEntry, Redemption
from merit_desk.recognition.queries.books import book_of, books, usable_of

TODAY = date(2026, 10, 12)
MUG = Offer("保温杯", "", "gifts", 80, 1)


def event(desk, person="cat", points=100, key="e1"):
    return grant_points(desk("hr"), Giving(person, points, "年会", key))


def asked(desk, key="r1", points=80):
    gift = Gift.objects.first() or put_gift(desk("hr"), MUG)
    return redeem(desk("cat"), gift.pk, points, key)


def agree():
    for holder in Holder.objects.all():
        assert holder.balance == (holder.entries.aggregate(sum=Sum("points"))["sum"] or 0) >= 0


def test_a_manager_thanks_from_the_months_budget_and_never_beyond_it(desk):
    set_budget(desk("hr"), "leader", 300, "2026-10")
    thank(desk("leader"), Giving("cat", 200, "顶班", "t1"))
    with pytest.raises(ConflictRefusal) as refused:
        thank(desk("leader"), Giving("ann", 101, "x", "t2"))
    assert refused.value.params == {"left": 100, "points": 101}
    thank(desk("leader"), Giving("ann", 100, "x", "t3"))
    assert MonthGiven.objects.get().given == 300
    assert (usable_of("cat", TODAY), usable_of("ann", TODAY)) == (200, 100)
    assert PointEntry.objects.first().against == "budget:leader:2026-10"
    agree()


def test_the_same_form_sent_twice_gives_once(desk):
    set_budget(desk("hr"), "leader", 300, "2026-10")
    first = thank(desk("leader"), Giving("cat", 200, "顶班", "t1"))
    assert thank(desk("leader"), Giving("cat", 200, "顶班", "t1")) == first
    assert event(desk) == event(desk)
    assert (usable_of("cat", TODAY), MonthGiven.objects.get().given) == (300, 200)


def test_points_go_only_to_people_below_and_never_to_oneself(desk):
    set_budget(desk("hr"), "leader", 300, "2026-10")
    for giver, person in (("leader", "owner"), ("leader", "leader"), ("ann", "cat"), ("hr", "hr")):
        with pytest.raises((NotFoundRefusal, ConflictRefusal)):
            thank(desk(giver), Giving(person, 1, "x", "t1"))
    with pytest.raises(NotFoundRefusal):
        grant_points(desk("owner"), Giving("owner", 1, "x", "t1"))
    with pytest.raises(NotFoundRefusal):
        grant_points(desk("leader"), Giving("cat", 1, "x", "t1"))
    assert PointEntry.objects.count() == 0


def test_a_budget_holds_from_its_month_on_and_the_past_stays(desk):
    set_budget(desk("hr"), "leader", 300, "2026-10")
    set_budget(desk("hr"), "leader", 500, "2026-11")
    with pytest.raises(ConflictRefusal):
        set_budget(desk("hr"), "leader", 9, "2026-09")
    with pytest.raises(NotFoundRefusal):
        set_budget(desk("leader"), "leader", 9, "2026-11")
    assert list(GivingBudget.objects.values_list("since", "monthly")) == [("2026-11", 500), ("2026-10", 300)]


def test_asking_takes_points_and_stock_and_declining_gives_both_back(desk):
    event(desk)
    one = asked(desk)
    assert (usable_of("cat", TODAY), Gift.objects.get().stock) == (20, 0)
    assert step_redemption(desk("hr"), one.pk, RedemptionMove.DECLINE, "缺货").state == "declined"
    assert (usable_of("cat", TODAY), Gift.objects.get().stock) == (100, 1)
    assert [each.points for each in PointEntry.objects.order_by("pk")] == [
        100,
        -80,
        80,
    ]
    agree()


def test_a_gift_is_approved_and_handed_out_by_hr_and_then_stays(desk):
    event(desk)
    one = asked(desk)
    with pytest.raises(NotAllowedRefusal):
        step_redemption(desk("cat"), one.pk, RedemptionMove.APPROVE)
    step_redemption(desk("hr"), one.pk, RedemptionMove.APPROVE)
    step_redemption(desk("hr"), one.pk, RedemptionMove.HAND_OUT)
    for name, move in (("hr", RedemptionMove.CANCEL), ("cat", RedemptionMove.CANCEL), ("hr", RedemptionMove.DECLINE)):
        with pytest.raises(ConflictRefusal):
            step_redemption(desk(name), one.pk, move)
    assert usable_of("cat", TODAY) == 20
    assert Entry.objects.filter(action="recognition.redemption_moved").count() == 2


def test_the_person_cancels_before_the_gift_is_handed_out(desk):
    event(desk)
    one = asked(desk)
    with pytest.raises(NotFoundRefusal):
        step_redemption(desk("ann"), one.pk, RedemptionMove.CANCEL)
    step_redemption(desk("hr"), one.pk, RedemptionMove.APPROVE)
    step_redemption(desk("cat"), one.pk, RedemptionMove.CANCEL)
    assert usable_of("cat", TODAY) == 100


def test_the_owner_does_not_approve_what_the_owner_asked_for(desk):
    grant_points(desk("hr"), Giving("owner", 100, "x", "o1"))
    gift = put_gift(desk("hr"), MUG)
    one = redeem(desk("owner"), gift.pk, 80, "r1")
    with pytest.raises(ConflictRefusal):
        step_redemption(desk("owner"), one.pk, RedemptionMove.APPROVE)
    assert step_redemption(desk("hr"), one.pk, RedemptionMove.APPROVE).state == "approved"


def test_too_few_points_an_empty_stock_and_another_price_take_nothing(desk):
    event(desk, points=79)
    with pytest.raises(ConflictRefusal):
        asked(desk)
    event(desk, points=200, key="e2")
    with pytest.raises(ConflictRefusal):
        asked(desk, points=70)
    asked(desk)
    with pytest.raises(ConflictRefusal):
        asked(desk, key="r2")
    assert (Redemption.objects.count(), Gift.objects.get().stock, usable_of("cat", TODAY)) == (1, 0, 199)
    agree()


def test_a_second_press_of_the_button_asks_once(desk):
    event(desk, points=500)
    assert asked(desk) == asked(desk)
    assert usable_of("cat", TODAY) == 420


def test_points_that_ran_out_are_written_off_and_those_given_back_last_thirty_days(desk):
    earn("cat", 100, Why(PointCause.EVENT, "company", None), TODAY - timedelta(days=360))
    one = asked(desk)
    later = dataclasses.replace(desk("hr"), today=TODAY + timedelta(days=10))  # the lot ended on the 17th
    assert usable_of("cat", later.today) == 0
    step_redemption(later, one.pk, RedemptionMove.DECLINE)
    assert usable_of("cat", later.today) == 80
    assert write_off_all(later.today) == 20
    assert write_off_all(later.today) == 0
    assert PointEntry.objects.get(points=80).last_day == later.today + timedelta(days=30)
    agree()


def test_a_correction_is_a_new_entry_and_takes_no_more_than_there_is(desk):
    event(desk)
    take_back_points(desk("hr"), Giving("cat", 30, "发错", "c1"))
    with pytest.raises(ConflictRefusal):
        take_back_points(desk("hr"), Giving("cat", 71, "发错", "c2"))
    with pytest.raises(NotFoundRefusal):
        take_back_points(desk("leader"), Giving("cat", 1, "x", "c3"))
    assert usable_of("cat", TODAY) == 70
    assert [line.agrees for line in books(desk("hr"))] == [True]


@pytest.mark.parametrize(
    "broken",
    [
        lambda: Holder.objects.update(balance=-1),
        lambda: Gift.objects.update(stock=-1),
        lambda: MonthGiven.objects.create(person="leader", month="2026-10", allowed=5, given=6),
        lambda: PointEntry.objects.create(
            holder=Holder.objects.get(), points=-5, cause="event", against="x", day=TODAY
        ),
    ],
    ids=["balance", "stock", "budget", "no-lot"],
)
def test_the_database_itself_refuses_what_must_not_be(desk, broken):
    event(desk)
    put_gift(desk("hr"), MUG)
    with pytest.raises(IntegrityError), transaction.atomic():
        broken()


def test_whoever_read_the_book_before_another_spent_it_is_refused(desk):
    """The lots are read under the lock: a spend that another has forestalled finds what is left."""
    event(desk)
    spend("cat", 80, Why(PointCause.CORRECTION, "company", None), TODAY)
    with pytest.raises(ConflictRefusal):
        spend("cat", 80, Why(PointCause.CORRECTION, "company", None), TODAY)
    agree()


def test_a_book_is_ones_own_and_hrs(desk):
    event(desk)
    with pytest.raises(NotFoundRefusal):
        book_of(desk("leader"), "cat")
    assert book_of(desk("hr"), "cat").usable == 100
    assert desk.client("cat").get(reverse("recognition:points")).status_code == 200
    assert desk.client("leader").get(reverse("recognition:one_book", args=("cat",))).status_code == 404
    assert desk.client("hr").get(reverse("recognition:one_book", args=("cat",))).status_code == 200
    assert desk.client("hr").get(reverse("recognition:books")).status_code == 200
