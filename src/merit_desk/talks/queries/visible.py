"""Which feedback, questions and notes a viewer may read. No role widens it, neither HR's nor the owner's."""

from django.db.models import Q, QuerySet

from merit.follow.feedback import AskState, ConsentState
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.talks.colleagues import people_under
from merit_desk.talks.models import Audience, Feedback, Note, Question

NOT_THERE = "talks.not_there"


def require_somebody(viewer: Viewer) -> None:
    """Raises NotFoundRefusal for an account without any role: it belongs to nobody of this company."""
    if not viewer.roles and not viewer.person:
        raise NotFoundRefusal("refusal.no_such_page")


def require_person(viewer: Viewer) -> str:
    """The viewer's person. Raises ConflictRefusal for an account that is nobody of the company."""
    require_somebody(viewer)
    if not viewer.person:
        raise ConflictRefusal("talks.account_without_person")
    return viewer.person


def feedback_visible_to(viewer: Viewer) -> QuerySet[Feedback]:
    """What one wrote, what is about oneself, what one was named a reader of, and what hangs on the wall."""
    seen = Q(author_id=viewer.account) | on_the_wall()
    if viewer.person:
        seen |= Q(about=viewer.person) | Q(readers__person=viewer.person)
    return Feedback.objects.filter(seen).select_related("question").distinct()


def on_the_wall() -> Q:
    """Meant for everybody, and the person has agreed."""
    return Q(audience=Audience.EVERYBODY, consent=ConsentState.GIVEN)


def feedback_of(viewer: Viewer, number: int) -> Feedback:
    """Raises NotFoundRefusal for what is not for the viewer."""
    found = feedback_visible_to(viewer).filter(pk=number).first()
    if found is None or (not viewer.roles and not viewer.person):
        raise NotFoundRefusal(NOT_THERE)
    return found


def received_by(viewer: Viewer) -> QuerySet[Feedback]:
    """What others wrote about the viewer."""
    return Feedback.objects.filter(about=viewer.person) if viewer.person else Feedback.objects.none()


def written_by(viewer: Viewer) -> QuerySet[Feedback]:
    """What the viewer wrote."""
    return Feedback.objects.filter(author_id=viewer.account)


def wall() -> QuerySet[Feedback]:
    """What everybody may read, latest first."""
    return Feedback.objects.filter(on_the_wall())


def questions_visible_to(viewer: Viewer) -> QuerySet[Question]:
    """Asked by the viewer or to the viewer; the person it is about learns of it by the answer."""
    if not viewer.person:
        return Question.objects.none()
    mine = Q(asker=viewer.person) | Q(asked=viewer.person)
    return Question.objects.filter(mine).order_by("-at", "-pk")


def questions_to(viewer: Viewer) -> QuerySet[Question]:
    """Questions that wait for the viewer's answer, the most urgent first."""
    open_ones = questions_visible_to(viewer).filter(asked=viewer.person, state=AskState.ASKED)
    return open_ones.order_by("due", "at")


def question_of(viewer: Viewer, number: int) -> Question:
    """Raises NotFoundRefusal for a question between others."""
    found = questions_visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal(NOT_THERE)
    return found


def notes_visible_to(viewer: Viewer) -> QuerySet[Note]:
    """One's own, and those about oneself that their author has shared."""
    seen = Q(author_id=viewer.account)
    if viewer.person:
        seen |= Q(about=viewer.person, shared=True)
    return Note.objects.filter(seen)


def note_of(viewer: Viewer, number: int) -> Note:
    """Raises NotFoundRefusal for anybody else's note."""
    found = notes_visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal(NOT_THERE)
    return found


def may_note(viewer: Viewer, person: str) -> bool:
    """Whether the viewer is in charge of the person today."""
    return person in people_under(viewer)


def knows_something_of(viewer: Viewer, person: str) -> bool:
    """Whether the page about this person has anything for the viewer: in charge today, or notes from before."""
    return may_note(viewer, person) or Note.objects.filter(author_id=viewer.account, about=person).exists()
