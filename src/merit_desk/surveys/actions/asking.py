"""Making, opening and closing surveys; giving customers their links."""

import random
import secrets
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal
from merit.people.spells import spell_on
from merit.people.tree import department_of
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.models import Cycle
from merit_desk.notices.actions import tell
from merit_desk.results.queries.open_company import declared_company
from merit_desk.surveys.models import Invitation, Link, Survey
from merit_desk.surveys.queries.visible import survey_to_change

MOST_LINKS = 500
_MIXED = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a new survey is to be."""

    kind: str
    title: str
    closes: date
    cycle: Cycle | None = None
    shop: str = ""


@transaction.atomic
def make_survey(viewer: Viewer, asked: Asked) -> Survey:
    """A draft. Raises ConflictRefusal for a last day that is over."""
    viewer.require(Can.ASK_PEOPLE)
    if asked.closes < viewer.today:
        raise ConflictRefusal("surveys.over", day=str(asked.closes))
    made = Survey.objects.create(
        kind=asked.kind,
        title=asked.title,
        closes=asked.closes,
        cycle=asked.cycle if asked.kind == "pulse" else None,
        shop="" if asked.kind == "pulse" else asked.shop,
        made_by_id=viewer.signer,
    )
    record(viewer.account, "survey.made", _subject(made), after={"kind": made.kind, "title": made.title})
    return made


@transaction.atomic
def open_survey(viewer: Viewer, number: int) -> Survey:
    """Ask; everybody of the cycle who can sign in is invited at once. Raises ConflictRefusal when it is not a draft."""
    survey = survey_to_change(viewer, number)
    if survey.state != "draft":
        raise ConflictRefusal(f"survey.stands.{survey.state}")
    invited = _invite(survey, viewer.today) if survey.kind == "pulse" else 0
    if survey.kind == "pulse" and not invited:
        raise ConflictRefusal("surveys.nobody_to_ask")
    survey.state = "open"
    survey.save(update_fields=["state"])
    record(viewer.account, "survey.opened", _subject(survey), after={"invited": invited})
    return survey


@transaction.atomic
def close_survey(viewer: Viewer, number: int) -> Survey:
    """Nobody answers any more, and the figures may be seen. Raises ConflictRefusal when it is not open."""
    survey = survey_to_change(viewer, number)
    if survey.state != "open":
        raise ConflictRefusal(f"survey.stands.{survey.state}")
    _close(survey)
    record(viewer.account, "survey.closed", _subject(survey))
    return survey


@transaction.atomic
def close_those_over(today: date) -> int:
    """Close what was to be answered until yesterday; gives how many."""
    over = Survey.objects.select_for_update().filter(state="open", closes__lt=today)
    for survey in over:
        _close(survey)
        record(None, "survey.closed", _subject(survey))
    return len(over)


@transaction.atomic
def make_links(viewer: Viewer, number: int, label: str, agent: str = "", once: int = 0) -> list[str]:
    """Keys of new links, shown once: one for everybody, or `once` (at most 500) for one answer each."""
    survey = survey_to_change(viewer, number)
    if survey.kind == "pulse" or survey.state == "closed":
        raise ConflictRefusal("surveys.no_links")
    keys = [secrets.token_urlsafe(24) for _ in range(min(once, MOST_LINKS) or 1)]
    Link.objects.bulk_create(
        Link(
            survey=survey,
            label=f"{label} {at}" if once else label,
            digest=digest_of(key),
            agent=agent,
            once=bool(once),
        )
        for at, key in enumerate(keys, 1)
    )
    record(viewer.account, "survey.linked", _subject(survey), after={"label": label, "links": len(keys)})
    return keys


@transaction.atomic
def revoke_link(viewer: Viewer, number: int, link: int) -> None:
    """The address is gone; answers given through it stay."""
    survey = survey_to_change(viewer, number)
    if survey.links.filter(pk=link, revoked_at=None).update(revoked_at=timezone.now()):
        record(viewer.account, "survey.link_revoked", _subject(survey), after={"link": link})


def digest_of(key: str) -> str:
    """What is kept of a key."""
    return sha256(key.encode()).hexdigest()


def _invite(survey: Survey, today: date) -> int:
    """Invitations in no order; they are there before anybody answers."""
    assert survey.cycle is not None  # noqa: S101 (the form holds it)
    people = survey.cycle.participants.exclude(state="left_out").values_list("person", flat=True)
    accounts = list(Account.objects.filter(person__in=list(people), is_active=True))
    _MIXED.shuffle(accounts)
    Invitation.objects.bulk_create(
        Invitation(survey=survey, account=account, department=_department(account.person, today))
        for account in accounts
    )
    for account in accounts:
        tell(account.pk, "notice.survey", f"/surveys/{survey.pk}/answer/", title=survey.title, day=str(survey.closes))
    return len(accounts)


def _department(person: str, today: date) -> str:
    organisation = declared_company().organisation
    spell = spell_on(organisation, person, today)
    found = department_of(organisation, spell.team, today) if spell else None
    return found.team if found else ""


def _close(survey: Survey) -> None:
    survey.state, survey.closed_at = "closed", timezone.now()
    survey.save(update_fields=["state", "closed_at"])


def _subject(survey: Survey) -> Subject:
    return Subject("survey", str(survey.pk))
