"""Books of points: lots and what is left, entries as pages show them, and whether balances are the entries' sum."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from merit.rewards.recognition.points import PointCause, PointLot, lots_left, usable_points
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.recognition.models import Gift, GivingBudget, Holder, MonthGiven, PointEntry, Redemption
from merit_desk.recognition.queries.reach import no_such, require_person, require_somebody, under
from merit_desk.shell.sentences import say
from merit_desk.talks.colleagues import Colleague, colleague

SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A line of the book: what it was for, who it came from, what the balance was afterwards."""

    one: PointEntry
    title: str
    who: str
    after: int


@dataclass(frozen=True, slots=True)
class Book:
    """A person's points: what can be spent, what runs out within SOON_DAYS, the day of that, and the lines."""

    person: Colleague
    usable: int
    ending: int
    ends_on: date | None
    entries: tuple[ShownEntry, ...]


@dataclass(frozen=True, slots=True)
class BookLine:
    """A book in the register: balance as kept, Σ of its entries, and whether the two agree."""

    person: Colleague
    balance: int
    total: int
    earned: int
    spent: int

    @property
    def agrees(self) -> bool:
        """Whether the balance is the sum of the entries."""
        return self.balance == self.total


@dataclass(frozen=True, slots=True)
class Giving:
    """What a giver may still give this month."""

    month: str
    allowed: int
    given: int

    @property
    def left(self) -> int:
        """Never below zero."""
        return max(self.allowed - self.given, 0)


def lots_of(holder: Holder) -> tuple[PointLot, ...]:
    """Every lot of the book with what is left of it."""
    rows = list(holder.entries.order_by("pk").values_list("pk", "points", "last_day", "lot"))
    earned = [PointLot(pk, points, last_day) for pk, points, last_day, _ in rows if points > 0]
    return lots_left(earned, [(lot or 0, -points) for _, points, _, lot in rows if points < 0])


def usable_of(person: str, today: date) -> int:
    """What the person can spend today."""
    holder = Holder.objects.filter(person=person).first()
    return usable_points(lots_of(holder), today) if holder else 0


def book_of(viewer: Viewer, person: str) -> Book:
    """One's own, or anybody's for who looks after points. Raises NotFoundRefusal for others."""
    if person != viewer.person and not viewer.can(Can.GRANT_HONOURS):
        raise no_such()
    holder = Holder.objects.filter(person=person).first()
    if holder is None:
        return Book(colleague(person), 0, 0, None, ())
    lots = [lot for lot in lots_of(holder) if lot.left and not (lot.last_day and lot.last_day < viewer.today)]
    soon = [lot for lot in lots if lot.last_day and (lot.last_day - viewer.today).days <= SOON_DAYS]
    ends = min((lot.last_day for lot in soon if lot.last_day), default=None)
    shown = tuple(reversed(list(_lines(holder.entries.select_related("author").order_by("pk")))))
    return Book(colleague(person), usable_points(lots, viewer.today), sum(each.left for each in soon), ends, shown)


def books(viewer: Viewer) -> list[BookLine]:
    """Every book, the largest balance first; two queries however many there are."""
    viewer.require(Can.GRANT_HONOURS)
    sums = {row["holder"]: row["total"] for row in PointEntry.objects.values("holder").annotate(total=Sum("points"))}
    came = PointEntry.objects.filter(points__gt=0).values("holder").annotate(total=Sum("points"))
    earned = {row["holder"]: row["total"] for row in came}
    return [
        BookLine(
            colleague(each.person),
            each.balance,
            total := sums.get(each.pk, 0),
            earned.get(each.pk, 0),
            earned.get(each.pk, 0) - total,
        )
        for each in Holder.objects.order_by("-balance", "person")
    ]


def giving_of(viewer: Viewer) -> Giving | None:
    """The viewer's budget of this month; None for who has none."""
    month = f"{viewer.today:%Y-%m}"
    allowed = budget_of(viewer.person, month)
    found = MonthGiven.objects.filter(person=viewer.or_nobody, month=month).first()
    if not allowed and found is None:
        return None
    return Giving(month, allowed, found.given if found else 0)


def budget_of(person: str, month: str) -> int:
    """So many points the person may give in the month; 0 without a budget."""
    found = GivingBudget.objects.filter(person=person, since__lte=month).order_by("-since").first() if person else None
    return found.monthly if found else 0


def may_give_to(viewer: Viewer) -> frozenset[str]:
    """People below the viewer, if there is a budget."""
    return under(viewer) if giving_of(viewer) is not None else frozenset()


def gifts_on_offer() -> QuerySet[Gift]:
    """What anybody can ask for."""
    return Gift.objects.filter(open=True)


def redemptions_visible_to(viewer: Viewer) -> QuerySet[Redemption]:
    """One's own; everybody's for who looks after points."""
    found = Redemption.objects.select_related("gift", "holder")
    return found if viewer.can(Can.GRANT_HONOURS) else found.filter(holder__person=viewer.or_nobody)


def redemption_of(viewer: Viewer, number: int) -> Redemption:
    """Raises NotFoundRefusal for somebody else's."""
    found = redemptions_visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise no_such()
    return found


def gift_of(viewer: Viewer, number: int) -> Gift:
    """On offer, or any for who looks after them."""
    require_somebody(viewer)
    found = Gift.objects.filter(pk=number).first()
    if found is None or not (found.open or viewer.can(Can.GRANT_HONOURS)):
        raise no_such()
    return found


def own_redemptions(viewer: Viewer) -> QuerySet[Redemption]:
    """What the viewer asked for, latest first."""
    return Redemption.objects.select_related("gift", "holder").filter(holder__person=require_person(viewer))


def _lines(entries: Iterable[PointEntry]) -> Iterable[ShownEntry]:
    after = 0
    for each in entries:
        after += each.points
        title = say(f"recognition.cause.{PointCause(each.cause)}")
        yield ShownEntry(each, title, str(each.author) if each.author else say("recognition.by_the_clock"), after)
