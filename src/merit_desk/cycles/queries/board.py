"""A cycle at a glance: its stages with their days, and how many reviews are in each of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from merit.reviews.life import ReviewState
from merit.reviews.stages import Stage
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Cycle
from merit_desk.cycles.queries.stages import STAGE_OF, deadlines_of
from merit_desk.cycles.queries.visible import cycles_visible_to, participants_visible_to

_ORDER = list(Stage)
_NOTICE_DAYS = 3
"""So many days before a deadline it is said in another tone."""


@dataclass(frozen=True, slots=True)
class BoardStage:
    """One stage: its last day, how many reviews are in it, and whether that day has passed."""

    stage: Stage
    due: date | None
    count: int
    state: str
    """done, now or next, by the calendar."""
    late: bool
    filter: str
    """The states of the reviews in it, as the address of the list names them."""


@dataclass(frozen=True, slots=True)
class CycleLine:
    """One cycle; counts are of the reviews that the viewer may know of, without those left out."""

    cycle: Cycle
    stages: tuple[BoardStage, ...]
    now: BoardStage | None
    days_left: int
    """Calendar days to the last day of the present stage; negative once all have passed."""
    done: int
    """Reviews that are past the present stage."""
    waiting: int
    late: int
    """Reviews in a stage whose last day has passed."""
    out: int
    total: int

    @property
    def tone(self) -> str:
        """For the words about the days left."""
        if self.late:
            return "bad"
        return "watch" if self.waiting and 0 <= self.days_left <= _NOTICE_DAYS else ""


def cycle_lines(viewer: Viewer) -> list[CycleLine]:
    """Every cycle that the viewer may know of, latest first; three queries for those who run the cycles."""
    cycles = list(cycles_visible_to(viewer).prefetch_related("stages"))
    if viewer.everywhere(Can.RUN_CYCLES) or viewer.everywhere(Can.SEE_RESULTS):
        counts: dict[int, Counter[ReviewState]] = {}
        rows = Cycle.objects.values_list("pk", "participants__state").annotate(count=Count("participants"))
        for cycle, state, count in rows:
            if state:
                counts.setdefault(cycle, Counter())[ReviewState(state)] = count
        return [line_of(cycle, counts.get(cycle.pk, Counter()), viewer.today) for cycle in cycles]
    return [line_of(cycle, states_in(viewer, cycle), viewer.today) for cycle in cycles]


def states_in(viewer: Viewer, cycle: Cycle) -> Counter[ReviewState]:
    """How many of the reviews that the viewer may know of are in each state."""
    known = participants_visible_to(viewer, cycle).order_by()
    rows = known.values_list("state").annotate(count=Count("pk"))
    return Counter({ReviewState(state): count for state, count in rows})


def line_of(cycle: Cycle, counts: Mapping[ReviewState, int], today: date) -> CycleLine:
    """The cycle with its counts on that day."""
    dates = deadlines_of(cycle).dates
    judged: Counter[ReviewState] = Counter()
    judged.update({state: count for state, count in counts.items() if state is not ReviewState.LEFT_OUT})
    now = next((stage for stage in dates if dates[stage] >= today), None)
    stages = tuple(_stage(stage, dates[stage], judged, now, today) for stage in dates)
    current = next((each for each in stages if each.stage is now), stages[-1] if stages else None)
    at = _ORDER.index(current.stage) if current else 0
    done = sum(count for state, count in judged.items() if _place(state) > at)
    total = sum(judged.values())
    return CycleLine(
        cycle=cycle,
        stages=stages,
        now=current,
        days_left=(current.due - today).days if current and current.due else 0,
        done=done,
        waiting=total - done,
        late=sum(each.count for each in stages if each.late),
        out=counts.get(ReviewState.LEFT_OUT, 0),
        total=total,
    )


def _stage(stage: Stage, due: date, judged: Mapping[ReviewState, int], now: Stage | None, today: date) -> BoardStage:
    states = [state for state in ReviewState if STAGE_OF.get(state) is stage]
    count = sum(judged.get(state, 0) for state in states)
    place = "now" if stage is now else "done" if due < today else "next"
    # Planning begins the work by itself on the first day: a review that has only not begun is not late.
    late = due < today and count > 0 and stage is not Stage.PLAN
    return BoardStage(stage, due, count, place, late, ",".join(states))


def _place(state: ReviewState) -> int:
    """The position of the review's stage; a sealed one is past all."""
    stage = STAGE_OF.get(state)
    return _ORDER.index(stage) if stage else len(_ORDER)
