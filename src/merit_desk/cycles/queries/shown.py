"""A review as pages show it: names, segments as a line, and its life in steps."""

from dataclasses import dataclass
from datetime import date

from merit.company import Company
from merit.reviews.life import ReviewState
from merit.reviews.stages import Stage
from merit_desk.audit.models import Entry
from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.stages import STAGE_OF, Deadlines
from merit_desk.results.queries.names import node_name, plan_title, post_name, team_name
from merit_desk.shell.formats import day_name
from merit_desk.shell.parts import Entry as Told
from merit_desk.shell.parts import Step, StepState
from merit_desk.shell.sentences import knows, say
from merit_desk.shell.templatetags.shell import moment


@dataclass(frozen=True, slots=True)
class ShownSegment:
    """One stretch; `at` and `width` are percent of the whole line."""

    days: str
    post: str
    team: str
    plan: str
    on_duty: int
    leave: str
    at: float
    width: float


@dataclass(frozen=True, slots=True)
class ShownReview:
    """One row of the table of reviews."""

    one: Participant
    name: str
    post: str
    team: str
    managers: str
    state: str
    stage: str
    due: date | None
    late: bool
    note: str
    segments: tuple[ShownSegment, ...]

    @property
    def moved(self) -> bool:
        """Whether anything but one stretch on duty has to be shown."""
        return len(self.segments) > 1


def shown_review(company: Company, one: Participant, deadlines: Deadlines, today: date) -> ShownReview:
    """The review in the reader's language."""
    state = ReviewState(one.state)
    due = deadlines.due(one)
    comma = say("list.comma")
    return ShownReview(
        one=one,
        name=node_name(company, "person", one.person),
        post=post_name(company, one.post),
        team=team_name(company, one.team),
        managers=comma.join(node_name(company, "person", str(each["person"])) for each in one.managers),
        state=say(f"review.state.{state}"),
        stage=str(STAGE_OF.get(state, "")),
        due=due,
        late=due is not None and due < today and state is not ReviewState.PLANNING,
        note=note_of(one),
        segments=segments_of(company, one),
    )


def note_of(one: Participant) -> str:
    """Why the last move was made: a sentence of Merit, or somebody's words."""
    return say(one.note) if knows(one.note) else one.note


def segments_of(company: Company, one: Participant) -> tuple[ShownSegment, ...]:
    """The stretches of the review, each with its place on a line from its first to its last day."""
    whole = (one.end - one.start).days + 1
    return tuple(_segment(company, one, each, whole) for each in one.segments)


def _segment(company: Company, one: Participant, each: dict[str, object], whole: int) -> ShownSegment:
    first, last = date.fromisoformat(str(each["start"])), date.fromisoformat(str(each["end"]))
    leave = str(each.get("leave", ""))
    return ShownSegment(
        days=say("cycles.days", first=day_name(first), last=day_name(last)) if first != last else day_name(first),
        post=post_name(company, str(each["post"])),
        team=team_name(company, str(each["team"])),
        plan=plan_title(company, str(each["plan"])) if each.get("plan") else "",
        on_duty=int(str(each["days"])),
        leave=_leave_word(leave),
        at=round((first - one.start).days / whole * 100, 2),
        width=round(((last - first).days + 1) / whole * 100, 2),
    )


def _leave_word(kind: str) -> str:
    if not kind:
        return ""
    return say(f"cycles.leave.{kind}") if knows(f"cycles.leave.{kind}") else kind


def steps_of(one: Participant, deadlines: Deadlines) -> list[Step]:
    """The stages of the cycle, as far as this review has come."""
    state = ReviewState(one.state)
    stages = list(deadlines.of(one))
    order = list(Stage)
    here = STAGE_OF.get(state)
    at = order.index(here) if here else (len(order) if state is ReviewState.SEALED else -1)
    found = []
    for stage in stages:
        place = order.index(stage)
        now = StepState.DONE if place < at else StepState.NOW if place == at else StepState.NEXT
        found.append(Step(say(f"cycle.stage.{stage}"), now))
    return found


def life_of(one: Participant, with_notes: bool) -> list[Told]:
    """What happened to the review, latest first: who did what when; reasons only for those who run or lead it."""
    subject = f"{one.cycle.code}/{one.person}"
    entries = Entry.objects.filter(subject_kind="review", subject=subject).order_by("-number")[:100]
    return [_told(entry, with_notes, at == 0) for at, entry in enumerate(entries)]


def _told(entry: Entry, with_notes: bool, now: bool) -> Told:
    note = str((entry.after or {}).get("note", "")) if isinstance(entry.after, dict) else ""
    return Told(
        title=say(f"trail.{entry.action}"),
        moment=moment(entry.at),
        who=say("cycles.by_clock") if entry.account_id is None else entry.name,
        note=(say(note) if knows(note) else note) if with_notes else "",
        now=now,
    )
