"""Steps of career paths, recommendations, judgements of potential, and who could take over a post."""

from django.db import transaction
from django.utils import timezone

from merit.follow.career import CriterionKind
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.people.spells import spell_on
from merit.reviews.nine_box import Potential
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.growth.given import StepGiven
from merit_desk.growth.models import (
    READINESS,
    CareerStep,
    PotentialJudgement,
    Recommendation,
    SuccessionNote,
)
from merit_desk.growth.queries.reach import LEAD, may_judge, may_read, talent_people
from merit_desk.people.forms.changes import post_choices
from merit_desk.results.queries.open_company import declared_company


def set_step(viewer: Viewer, given: StepGiven, replaces: int | None = None) -> CareerStep:
    """A step of a path; the one it replaces is retired and stays readable.

    Raises NotFoundRefusal (does not lead growth), ConflictRefusal (unknown post, a circle, no criterion).
    """
    viewer.require(LEAD)
    posts = dict(post_choices(declared_company()))
    if given.from_post not in posts or given.to_post not in posts or given.from_post == given.to_post:
        raise ConflictRefusal("growth.posts_wrong")
    if not given.criteria or any(each["kind"] not in set(map(str, CriterionKind)) for each in given.criteria):
        raise ConflictRefusal("growth.no_criterion")
    with transaction.atomic():
        same = CareerStep.objects.filter(from_post=given.from_post, to_post=given.to_post, retired_at=None)
        if same.exclude(pk=replaces or 0).exists():
            raise ConflictRefusal("growth.step_there_already")
        if replaces is not None:
            retire_step(viewer, replaces)
        made = CareerStep.objects.create(
            from_post=given.from_post,
            to_post=given.to_post,
            criteria=[dict(each) for each in given.criteria],
            note=given.note,
            by_id=viewer.signer,
        )
        after = {"from": made.from_post, "to": made.to_post, "criteria": made.criteria}
        record(viewer.account, "growth.step_set", Subject("career_step", str(made.pk)), after=after)
    return made


def retire_step(viewer: Viewer, number: int) -> CareerStep:
    """No longer offered; cases that were proposed on it go on. Raises NotFoundRefusal."""
    viewer.require(LEAD)
    with transaction.atomic():
        one = CareerStep.objects.select_for_update().filter(pk=number, retired_at=None).first()
        if one is None:
            raise NotFoundRefusal("growth.no_such_step")
        one.retired_at = timezone.now()
        one.save()
        after = {"from": one.from_post, "to": one.to_post}
        record(viewer.account, "growth.step_retired", Subject("career_step", str(one.pk)), after=after)
    return one


def recommend(viewer: Viewer, person: str, to_post: str, text: str) -> Recommendation:
    """By somebody of the company for somebody of whom they read. Raises NotFoundRefusal and ConflictRefusal."""
    if not viewer.person or viewer.person == person or not may_read(viewer, person):
        raise NotFoundRefusal("follow.no_such_person")
    if not text.strip():
        raise ConflictRefusal("growth.words_missing")
    if to_post not in dict(post_choices(declared_company())):
        raise ConflictRefusal("growth.posts_wrong")
    with transaction.atomic():
        values = {"text": text.strip()[:2000], "by_id": viewer.signer}
        made, _ = Recommendation.objects.update_or_create(
            person=person, to_post=to_post, author=viewer.person, defaults=values
        )
        record(viewer.account, "growth.recommended", Subject("person", person), after={"post": to_post})
    return made


def judge_potential(viewer: Viewer, person: str, potential: Potential, reason: str) -> PotentialJudgement:
    """Of somebody at work, by the line and who leads growth, with a reason. Raises NotFoundRefusal, ConflictRefusal."""
    at_work = spell_on(declared_company().organisation, person, viewer.today) is not None
    if not at_work or not may_judge(viewer, person):
        raise NotFoundRefusal("follow.no_such_person")
    if not reason.strip():
        raise ConflictRefusal("growth.words_missing")
    with transaction.atomic():
        made = PotentialJudgement.objects.create(
            person=person, potential=potential, reason=reason.strip()[:500], by_id=viewer.signer
        )
        record(
            viewer.account, "growth.potential_judged", Subject("person", person), after={"potential": str(potential)}
        )
    return made


def note_successor(viewer: Viewer, post: str, person: str, readiness: str, note: str) -> SuccessionNote:
    """Raises NotFoundRefusal for somebody else's person, ConflictRefusal for an unknown post or readiness."""
    if not may_judge(viewer, person) or person not in dict(talent_people(viewer)):
        raise NotFoundRefusal("follow.no_such_person")
    if post not in dict(post_choices(declared_company())) or readiness not in READINESS:
        raise ConflictRefusal("growth.posts_wrong")
    with transaction.atomic():
        values = {"readiness": readiness, "note": note.strip()[:500], "by_id": viewer.signer}
        made, _ = SuccessionNote.objects.update_or_create(post=post, person=person, defaults=values)
        after = {"post": post, "readiness": readiness}
        record(viewer.account, "growth.successor_noted", Subject("person", person), after=after)
    return made


def drop_successor(viewer: Viewer, number: int) -> None:
    """Raises NotFoundRefusal for a note about somebody out of reach."""
    with transaction.atomic():
        one = SuccessionNote.objects.select_for_update().filter(pk=number).first()
        if one is None or not may_judge(viewer, one.person):
            raise NotFoundRefusal("growth.no_such_note")
        record(viewer.account, "growth.successor_dropped", Subject("person", one.person), {"post": one.post})
        one.delete()
