"""Gifts and redemptions: points and stock go when somebody asks, and come back when it ends otherwise."""

from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal
from merit.rewards.recognition.points import PointCause, refunded_until
from merit.rewards.recognition.redemption import REDEMPTION, REFUNDED, RedemptionMove, RedemptionState
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.recognition.actions.books import Why, give_back, spend
from merit_desk.recognition.actions.telling import tell_person
from merit_desk.recognition.given import Offer
from merit_desk.recognition.models import Gift, Holder, PointEntry, Redemption
from merit_desk.recognition.queries.books import gift_of, redemption_of
from merit_desk.recognition.queries.reach import require_person


def put_gift(viewer: Viewer, offer: Offer, number: int | None = None, based_on: int = 0) -> Gift:
    """A new gift, or another version of one. Points already asked for stay as they were.

    Raises ConflictRefusal for a title that is taken, or where somebody else changed it meanwhile.
    """
    viewer.require(Can.GRANT_HONOURS)
    try:
        with transaction.atomic():
            if number is None:
                made = Gift.objects.create(**asdict(offer))
                record(viewer.account, "recognition.gift_put", _of(made), after=asdict(offer))
                return made
            gift_of(viewer, number)
            found = Gift.objects.select_for_update().get(pk=number)
            if found.version != based_on:
                raise ConflictRefusal("recognition.changed_meanwhile", title=found.title)
            before = {name: getattr(found, name) for name in asdict(offer)}
            Gift.objects.filter(pk=number).update(**asdict(offer), version=F("version") + 1)
            record(viewer.account, "recognition.gift_put", _of(found), before, asdict(offer))
    except IntegrityError:
        raise ConflictRefusal("recognition.title_taken", title=offer.title) from None
    return Gift.objects.get(pk=number)


def redeem(viewer: Viewer, number: int, points: int, token: str) -> Redemption:
    """Ask for a gift: its points and one of its stock are taken at once. The same form sent twice asks once.

    `points` is the price that was shown. Raises ConflictRefusal for another price, without enough points, or when the
    last one has gone.
    """
    person = require_person(viewer)
    gift = gift_of(viewer, number)
    if gift.points != points:
        raise ConflictRefusal("recognition.price_changed", title=gift.title, points=gift.points)
    try:
        with transaction.atomic():
            return _asked(viewer, person, gift, token)
    except IntegrityError:
        found = Redemption.objects.filter(token=token, holder__person=person).first()
        if found is None:
            raise ConflictRefusal("recognition.sent_before") from None
        return found


def step_redemption(viewer: Viewer, number: int, move: RedemptionMove, note: str = "") -> Redemption:
    """Approve, hand out, decline or cancel. What ends without the gift gives points and stock back."""
    with transaction.atomic():
        seen = redemption_of(viewer, number)
        one = Redemption.objects.select_for_update().select_related("gift", "holder").get(pk=seen.pk)
        mine = one.holder.person == viewer.person
        if mine and viewer.can(Can.GRANT_HONOURS) and move is not RedemptionMove.CANCEL:
            raise ConflictRefusal("recognition.not_ones_own")
        before = one.state
        parties = frozenset({Party.SUBJECT if mine else Party.HR})
        after = REDEMPTION.after(RedemptionState(before), move, parties)
        one.state, one.note = str(after), note.strip() or one.note
        one.save(update_fields=["state", "note", "moved_at"])
        if after in REFUNDED:
            _returned(viewer, one)
        _told(viewer, one, before)
    return one


def _asked(viewer: Viewer, person: str, gift: Gift, token: str) -> Redemption:
    holder, _ = Holder.objects.get_or_create(person=person)
    made = Redemption.objects.create(gift=gift, holder=holder, points=gift.points, token=token)
    stocked = Gift.objects.filter(pk=gift.pk, open=True).exclude(stock=None)
    if gift.stock is not None and not stocked.filter(stock__gt=0).update(stock=F("stock") - 1):
        raise ConflictRefusal("recognition.none_left", title=gift.title)
    why = Why(PointCause.REDEMPTION, f"redemption:{made.pk}", viewer.account, gift.title)
    spend(person, gift.points, why, viewer.today)
    after = {"gift": gift.title, "points": gift.points}
    record(viewer.account, "recognition.gift_asked", _at(made), after=after)
    return made


def _returned(viewer: Viewer, one: Redemption) -> None:
    taken = PointEntry.objects.filter(against=f"redemption:{one.pk}", points__lt=0).select_related("lot", "holder")
    entries = list(taken)
    until = {
        each.lot_id or 0: refunded_until(each.lot.last_day if each.lot else None, viewer.today) for each in entries
    }
    why = Why(PointCause.REFUND, f"redemption:{one.pk}", viewer.account, one.gift.title)
    give_back(entries, why, viewer.today, until)
    Gift.objects.filter(pk=one.gift_id).exclude(stock=None).update(stock=F("stock") + 1)


def _told(viewer: Viewer, one: Redemption, before: str) -> None:
    record(viewer.account, "recognition.redemption_moved", _at(one), {"state": before}, {"state": one.state})
    if one.holder.person != viewer.person:
        address = reverse("recognition:points")
        tell_person(one.holder.person, f"notice.redemption_{one.state}", address, title=one.gift.title)


def _of(gift: Gift) -> Subject:
    return Subject("gift", str(gift.pk))


def _at(one: Redemption) -> Subject:
    return Subject("redemption", str(one.pk))
