"""Who may see whose honours, proposals, grants and answers. What one may not know is not there."""

from django.db.models import Q, QuerySet

from merit.follow.feedback import ConsentState
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.rewards.equity.grant import SHOWN_TO_HOLDER
from merit.rewards.recognition.nomination import AwardState
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.recognition.models import Award, Honour, Nomination, OptionGrant
from merit_desk.talks.colleagues import managers_today, people_under


def no_such() -> NotFoundRefusal:
    """What is said of everything that is not there for the viewer."""
    return NotFoundRefusal("recognition.not_there")


def require_somebody(viewer: Viewer) -> None:
    """Raises NotFoundRefusal for an account without any role: it belongs to nobody of this company."""
    if not viewer.roles and not viewer.person:
        raise NotFoundRefusal("refusal.no_such_page")


def require_person(viewer: Viewer) -> str:
    """The viewer's person. Raises ConflictRefusal for an account that is nobody of the company."""
    require_somebody(viewer)
    if not viewer.person:
        raise ConflictRefusal("recognition.account_without_person")
    return viewer.person


def under(viewer: Viewer) -> frozenset[str]:
    """Everybody below the viewer today."""
    return people_under(viewer)


def leads(viewer: Viewer, person: str) -> bool:
    """Whether the viewer is directly in charge of the person today."""
    return bool(viewer.person) and viewer.person in managers_today(person, viewer.today)


def honour_of(viewer: Viewer, number: int) -> Honour:
    """Any honour of the catalogue, for anybody of the company."""
    require_somebody(viewer)
    found = Honour.objects.filter(pk=number).first()
    if found is None:
        raise no_such()
    return found


def shown_to_all(viewer: Viewer) -> Q:
    """Honours that everybody sees: they stand, have not run out, and the person consents."""
    in_force = Q(until=None) | Q(until__gte=viewer.today)
    return Q(consent=ConsentState.GIVEN, state=AwardState.STANDING, since__lte=viewer.today) & in_force


def awards_visible_to(viewer: Viewer) -> QuerySet[Award]:
    """Those on the wall, one's own, those of the people below, and every one for who grants honours."""
    found = Award.objects.select_related("honour", "given_by")
    if viewer.can(Can.GRANT_HONOURS):
        return found
    seen = shown_to_all(viewer)
    if viewer.person:
        seen |= Q(person=viewer.person) | Q(person__in=under(viewer))
    return found.filter(seen)


def award_of(viewer: Viewer, number: int) -> Award:
    """Raises NotFoundRefusal for what is not for the viewer."""
    require_somebody(viewer)
    found = awards_visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise no_such()
    return found


def nominations_visible_to(viewer: Viewer) -> QuerySet[Nomination]:
    """One's own proposals; all for who grants honours, but never one about oneself that another made."""
    found = Nomination.objects.select_related("honour", "author", "decided_by")
    if viewer.can(Can.GRANT_HONOURS):
        return found.exclude(person=viewer.or_nobody)
    return found.filter(author_id=viewer.account)


def nomination_of(viewer: Viewer, number: int) -> Nomination:
    """Raises NotFoundRefusal for what is not for the viewer."""
    found = nominations_visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise no_such()
    return found


def grants_visible_to(viewer: Viewer) -> QuerySet[OptionGrant]:
    """The register for who grants honours; one's own once they were offered. A manager sees none of their people's."""
    own = Q(person=viewer.or_nobody, state__in=SHOWN_TO_HOLDER)
    if viewer.can(Can.GRANT_HONOURS):
        return OptionGrant.objects.filter(own | ~Q(person=viewer.or_nobody))
    return OptionGrant.objects.filter(own)


def grant_of(viewer: Viewer, number: int) -> OptionGrant:
    """Raises NotFoundRefusal for what is not for the viewer."""
    found = grants_visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise no_such()
    return found
