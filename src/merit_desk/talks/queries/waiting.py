"""What waits for the viewer in the talks."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from merit.follow.feedback import ConsentState
from merit_desk.accounts.viewer import Viewer
from merit_desk.notices.waiting import Waiting
from merit_desk.shell.sentences import say
from merit_desk.talks.colleagues import name_of
from merit_desk.talks.models import Audience, Feedback, Promise, Question, Talk
from merit_desk.talks.queries.pairs import pairs_of
from merit_desk.talks.queries.visible import questions_to

MOST = 20
SOON = timedelta(days=2)


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """Questions to answer, praise to agree to, talks of the next days and promises that are due."""
    if not viewer.person:
        return
    yield from (_question(viewer, each) for each in questions_to(viewer)[:MOST])
    yield from _consents(viewer)
    pairs = list(pairs_of(viewer))
    if pairs:
        ahead = Talk.objects.filter(pair__in=pairs, held_at=None, day__lte=viewer.today + SOON)
        yield from (_talk(viewer, each) for each in ahead.select_related("pair")[:MOST])
        due = Promise.objects.filter(talk__pair__in=pairs, owner=viewer.person, done_at=None)
        yield from (_promise(viewer, each) for each in due.select_related("talk")[:MOST])


def _question(viewer: Viewer, one: Question) -> Waiting:
    about = "talks.waits.about_them" if one.asker == one.about else "talks.waits.about"
    return Waiting(
        "talks",
        "message-question",
        say("talks.waits.question", name=name_of(one.asker)),
        say(about, name=name_of(one.about)),
        reverse("talks:question", args=(one.pk,)),
        1,
        _tone(one.due, viewer.today),
        one.due,
    )


def _consents(viewer: Viewer) -> Iterator[Waiting]:
    asked = Feedback.objects.filter(about=viewer.person, audience=Audience.EVERYBODY, consent=ConsentState.ASKED)
    count = asked.count()
    if count:
        what = say("talks.waits.consent", count=count)
        yield Waiting("talks", "heart-handshake", what, say("talks.waits.consent_note"), reverse("talks:talks"), count)


def _talk(viewer: Viewer, one: Talk) -> Waiting:
    what = say("talks.waits.talk", name=name_of(one.pair.other(viewer.person)))
    address = reverse("talks:talk", args=(one.pk,))
    tone = "watch" if one.day < viewer.today else ""
    return Waiting("talks", "messages", what, say("talks.waits.talk_note"), address, 1, tone, one.day)


def _promise(viewer: Viewer, one: Promise) -> Waiting:
    address = reverse("talks:pair", args=(one.talk.pair_id,))
    tone = _tone(one.due, viewer.today)
    return Waiting("talks", "checkbox", one.text, say("talks.waits.promise_note"), address, 1, tone, one.due)


def _tone(due: date | None, today: date) -> str:
    return "bad" if due is not None and due < today else ""
