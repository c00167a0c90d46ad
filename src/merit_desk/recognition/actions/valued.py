"""What people value: asked by HR of everybody or by a manager of one; answered with consents; never written over."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal
from merit.people.spells import spell_on
from merit.rewards.recognition.valued import MOST_RANKED
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.models import Cycle
from merit_desk.notices.actions import Told, tell_many
from merit_desk.recognition.actions.telling import tell_person
from merit_desk.recognition.given import Answer
from merit_desk.recognition.models import ValuedRound, ValuedWord
from merit_desk.recognition.queries.reach import leads, no_such, require_person
from merit_desk.recognition.queries.valued import own_word, round_of, shown_of
from merit_desk.results.queries.open_company import declared_company
from merit_desk.talks.colleagues import name_of

DAYS_BEFORE_A_TALK = 14


def ask_everybody(viewer: Viewer, title: str, closes: date, cycle: Cycle | None = None) -> ValuedRound:
    """Ask everybody at work. Raises ConflictRefusal for a day that is over, or while another round is open."""
    viewer.require(Can.ASK_PEOPLE)
    if closes < viewer.today:
        raise ConflictRefusal("surveys.over", day=str(closes))
    if ValuedRound.objects.filter(person="", closed_at=None).exists():
        raise ConflictRefusal("recognition.round_is_open")
    with transaction.atomic():
        made = ValuedRound.objects.create(title=title, closes=closes, cycle=cycle, author_id=viewer.signer)
        record(viewer.account, "recognition.round_opened", _subject(made), after={"title": title})
        address, organisation = reverse("recognition:valued"), declared_company().organisation
        accounts = Account.objects.filter(is_active=True).exclude(person="")
        told = [Told(each.pk, address) for each in accounts if spell_on(organisation, each.person, viewer.today)]
        tell_many("notice.valued_asked", told)
    return made


def ask_before_talk(viewer: Viewer, person: str) -> ValuedRound:
    """A manager asks one of their own people before a 1-on-1; asked already, the same question stands."""
    if not leads(viewer, person):
        raise no_such()
    asker = require_person(viewer)
    with transaction.atomic():
        open_one = ValuedRound.objects.filter(person=person, asker=asker, closed_at=None, closes__gte=viewer.today)
        found = open_one.select_for_update().first()
        if found is not None:
            return found
        closes = viewer.today + timedelta(days=DAYS_BEFORE_A_TALK)
        said = {"person": person, "asker": asker, "closes": closes, "title": name_of(asker)[:120]}
        made = ValuedRound.objects.create(author_id=viewer.signer, **said)
        record(viewer.account, "recognition.valued_asked", _subject(made), after={"person": person})
        tell_person(person, "notice.valued_asked_by", reverse("recognition:valued"), name=viewer.name)
    return made


def answer_valued(viewer: Viewer, answer: Answer, number: int | None = None) -> ValuedWord:
    """Add an answer, in a round or without. Raises ConflictRefusal for no proper order, or a closed round."""
    person = require_person(viewer)
    ranking = [str(each) for each in answer.ranking]
    if not 1 <= len(ranking) <= MOST_RANKED or len(set(ranking)) != len(ranking):
        raise ConflictRefusal("recognition.choose_one_to_three", most=MOST_RANKED)
    asked = round_of(viewer, number) if number is not None else None
    if asked is not None and (asked.closed_at or asked.closes < viewer.today):
        raise ConflictRefusal("recognition.round_is_closed")
    try:
        with transaction.atomic():
            made = ValuedWord.objects.create(
                person=person,
                round=asked,
                ranking=ranking,
                text=answer.text.strip(),
                for_manager=answer.for_manager,
                for_hr=answer.for_hr,
                token=answer.token,
            )
            if asked is not None and asked.person:
                ValuedRound.objects.filter(pk=asked.pk).update(closed_at=timezone.now())
            record(viewer.account, "recognition.valued_answered", Subject("valued", str(made.pk)))
    except IntegrityError:
        found = ValuedWord.objects.filter(token=answer.token, person=person).first()
        if found is None:
            raise ConflictRefusal("recognition.sent_before") from None
        return found
    return made


def set_reach(viewer: Viewer, number: int, for_manager: bool, for_hr: bool) -> ValuedWord:
    """The person opens an answer of theirs, or closes it again."""
    with transaction.atomic():
        one = ValuedWord.objects.select_for_update().get(pk=own_word(viewer, number).pk)
        before = {"manager": one.for_manager, "hr": one.for_hr}
        one.for_manager, one.for_hr = for_manager, for_hr
        one.save(update_fields=["for_manager", "for_hr"])
        after = {"manager": for_manager, "hr": for_hr}
        record(viewer.account, "recognition.reach_set", Subject("valued", str(one.pk)), before, after)
    return one


def close_round(viewer: Viewer, number: int) -> ValuedRound:
    """Nobody answers any more; the overview is made once and stays as it is."""
    viewer.require(Can.ASK_PEOPLE)
    with transaction.atomic():
        seen = round_of(viewer, number)
        one = ValuedRound.objects.select_for_update().get(pk=seen.pk)
        if one.person or one.closed_at:
            raise ConflictRefusal("recognition.round_is_closed")
        one.shown, one.closed_at = shown_of(one), timezone.now()
        one.save(update_fields=["shown", "closed_at"])
        record(viewer.account, "recognition.round_closed", _subject(one), after={"answers": one.answers.count()})
    return one


def _subject(one: ValuedRound) -> Subject:
    return Subject("valued_round", str(one.pk))
