"""Giving feedback, asking for it, answering or saying no, and agreeing that praise hangs on the wall."""

from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse

from merit.follow.feedback import ASKING, CONSENT, AskMove, AskState, ConsentMove, ConsentState
from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.notices.actions import tell
from merit_desk.talks.colleagues import at_work, managers_today, name_of, people_under
from merit_desk.talks.models import Audience, Feedback, FeedbackReader, Kind, Question
from merit_desk.talks.queries.visible import NOT_THERE, feedback_of, question_of, require_person
from merit_desk.talks.words import Words


def give_feedback(viewer: Viewer, about: str, words: Words) -> Feedback:
    """Write to somebody. The same form sent twice writes once.

    Raises ConflictRefusal for oneself, for somebody who is not at work, and without a person behind the account.
    """
    writer = require_person(viewer)
    if about == writer:
        raise ConflictRefusal("talks.not_to_oneself")
    if not at_work(about, viewer.today):
        raise ConflictRefusal("talks.nobody_at_work", name=about)
    try:
        with transaction.atomic():
            return _written(viewer, about, words, None)
    except IntegrityError:
        return Feedback.objects.get(token=words.token, author_id=viewer.signer)


def ask_feedback(viewer: Viewer, asked: str, about: str, text: str, due: date | None) -> Question:
    """Ask somebody about oneself, or about one of one's people. Raises ConflictRefusal or NotFoundRefusal."""
    asker = require_person(viewer)
    if about not in people_under(viewer) | {asker}:
        raise NotFoundRefusal(NOT_THERE)
    if asked in (asker, about):
        raise ConflictRefusal("talks.ask_somebody_else")
    if not at_work(asked, viewer.today):
        raise ConflictRefusal("talks.nobody_at_work", name=asked)
    with transaction.atomic():
        made = Question.objects.create(
            author_id=viewer.signer, asker=asker, asked=asked, about=about, text=text.strip(), due=due
        )
        record(viewer.account, "talks.feedback_asked", _subject(made), after={"asked": asked, "about": about})
        _tell(asked, "notice.feedback_asked", _at(made), name=viewer.name, about=name_of(about))
    return made


def answer_question(viewer: Viewer, number: int, words: Words) -> Feedback:
    """Answer it. Asked by a manager, the answer is for the person and that manager at the least."""
    with transaction.atomic():
        question = _moved(viewer, number, AskMove.ANSWER)
        if words.audience is Audience.PERSON and question.asker != question.about:
            raise ConflictRefusal("talks.asker_reads_too")
        made = _written(viewer, question.about, words, question)
        _tell(question.asker, "notice.feedback_answered", "/talks/given/", name=viewer.name)
    return made


def decline_question(viewer: Viewer, number: int) -> Question:
    """Say no; no reason is asked."""
    with transaction.atomic():
        question = _moved(viewer, number, AskMove.DECLINE)
        _tell(question.asker, "notice.feedback_declined", "/talks/given/", name=viewer.name)
    return question


def withdraw_question(viewer: Viewer, number: int) -> Question:
    """Take one's question back while it waits."""
    with transaction.atomic():
        return _moved(viewer, number, AskMove.WITHDRAW)


def settle_consent(viewer: Viewer, number: int, wanted: ConsentMove) -> Feedback:
    """The praised person lets it hang on the wall, or takes it off. Raises as the table of moves says."""
    with transaction.atomic():
        seen = feedback_of(viewer, number)
        if seen.audience != Audience.EVERYBODY:
            raise NotFoundRefusal(NOT_THERE)
        if seen.about != viewer.person:
            raise NotAllowedRefusal("moves.not_yours")
        one = Feedback.objects.select_for_update().get(pk=seen.pk)
        before = one.consent
        one.consent = CONSENT.after(ConsentState(before), wanted, frozenset({Party.SUBJECT}))
        one.save(update_fields=["consent"])
        subject = Subject("feedback", str(one.pk))
        record(viewer.account, "talks.consent_settled", subject, {"consent": before}, {"consent": str(one.consent)})
    return one


def _written(viewer: Viewer, about: str, words: Words, question: Question | None) -> Feedback:
    praise = words.kind is Kind.RECOGNITION
    made = Feedback.objects.create(
        kind=words.kind,
        about=about,
        author_id=viewer.signer,
        writer=viewer.person,
        value=words.value.strip() if praise else "",
        text=words.text.strip(),
        audience=words.audience,
        question=question,
        token=words.token,
    )
    readers = _readers(viewer, about, words.audience, question)
    FeedbackReader.objects.bulk_create(FeedbackReader(feedback=made, person=person) for person in readers)
    after = {"about": about, "kind": str(words.kind), "audience": str(words.audience)}
    record(viewer.account, "talks.feedback_given", Subject("feedback", str(made.pk)), after=after)
    wall = words.audience is Audience.EVERYBODY
    _tell(about, "notice.feedback_for_wall" if wall else f"notice.{words.kind}_given", "/talks/", name=viewer.name)
    return made


def _readers(viewer: Viewer, about: str, audience: Audience, question: Question | None) -> list[str]:
    """The managers of this day, and a manager who asked; kept with the words, whoever is in charge later."""
    found = dict.fromkeys(managers_today(about, viewer.today) if audience is Audience.MANAGER else ())
    if question is not None:
        found[question.asker] = None
    return [person for person in found if person not in (viewer.person, about)]


def _moved(viewer: Viewer, number: int, wanted: AskMove) -> Question:
    seen = question_of(viewer, number)
    question = Question.objects.select_for_update().get(pk=seen.pk)
    parties = {Party.AUTHOR} if question.asker == viewer.person else {Party.RECEIVER}
    before = question.state
    question.state = ASKING.after(AskState(before), wanted, frozenset(parties))
    question.save(update_fields=["state", "moved_at"])
    record(viewer.account, "talks.question_moved", _subject(question), {"state": before}, {"state": question.state})
    return question


def _subject(question: Question) -> Subject:
    return Subject("feedback_question", str(question.pk))


def _at(question: Question) -> str:
    return reverse("talks:question", args=(question.pk,))


def _tell(person: str, code: str, address: str, **gaps: str) -> None:
    account = Account.objects.filter(person=person, is_active=True).values_list("pk", flat=True).first()
    if account is not None:
        tell(account, code, address, **gaps)
