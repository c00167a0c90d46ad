"""From a simulation to the editors: drafts of what it changes; handing it in, returning it, approving it."""

from django.db import transaction
from django.urls import reverse

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal
from merit.rewards.adoption import ADOPTION, AdoptionMove, AdoptionState
from merit.sources.written_documents import written_document
from merit_desk.accounts.access import Can, Role
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer, viewer_for
from merit_desk.audit.actions import Subject, record
from merit_desk.documents.actions.drafts import save_draft
from merit_desk.notices.actions import tell
from merit_desk.plans.actions.save import latest_number
from merit_desk.plans.queries.versions import reward_versions
from merit_desk.results.queries.open_company import declared_company
from merit_desk.simulation.models import Simulation
from merit_desk.simulation.queries.definitions import Key, data_of
from merit_desk.simulation.queries.drafted import changed_documents, drafted, texts
from merit_desk.simulation.queries.kept import simulation_of


@transaction.atomic
def save_as_drafts(viewer: Viewer, number: int) -> list[Key]:
    """Everything the simulation changes becomes the viewer's own draft in the editor of the plan or reward.

    Raises NotFoundRefusal for who may not edit definitions, ConflictRefusal where nothing is changed or one is unsound.
    """
    viewer.require(Can.EDIT_DEFINITIONS)
    simulation = simulation_of(viewer, number)
    made = drafted(declared_company(), simulation, simulation.levers)
    if not made.sound:
        raise ConflictRefusal("simulation.unsound", count=len(made.problems))
    written = texts(changed_documents(declared_company(), simulation, simulation.levers))
    if not written:
        raise ConflictRefusal("simulation.nothing_changed")
    for (kind, name), text in written.items():
        latest = latest_of(viewer, kind, name)
        save_draft(viewer, f"{kind}:{name}", {"text": _starting(simulation, text, latest + 1)}, str(latest))
    told = {"documents": [f"{kind}/{name}" for kind, name in written]}
    record(viewer.account, "simulation.saved_as_drafts", Subject("simulation", str(simulation.pk)), after=told)
    return list(written)


def latest_of(viewer: Viewer, kind: str, name: str) -> int:
    """The number of the latest version; 0 for what is not declared."""
    if kind == "plan":
        return latest_number(name, viewer.today)
    if all(each.reward != name for each in declared_company().rewards):
        return 0
    return max(each.number for each in reward_versions(name, viewer.today))


def _starting(simulation: Simulation, text: str, number: int) -> str:
    data, _ = data_of(text)
    fresh = {**(data or {}), "version": number}
    if simulation.starts is not None:
        fresh["valid_from"] = simulation.starts
    return written_document(fresh)


def parties_of(viewer: Viewer, simulation: Simulation) -> frozenset[Party]:
    """Who handed it in is its author and nothing else."""
    if simulation.submitted_by_id is not None and simulation.submitted_by_id == viewer.account:
        return frozenset({Party.AUTHOR})
    found = {Party.AUTHOR} if simulation.state in (AdoptionState.OPEN, AdoptionState.RETURNED) else set()
    if Role.OWNER in viewer.roles:
        found.add(Party.OWNER)
    if Role.HR in viewer.roles:
        found.add(Party.HR)
    if simulation.state == AdoptionState.APPROVED:
        found.add(Party.AUTHOR)
    return frozenset(found)


def moves_open(viewer: Viewer, simulation: Simulation) -> tuple[AdoptionMove, ...]:
    """What the viewer may do with the proposal now."""
    return ADOPTION.open_to(AdoptionState(simulation.state), parties_of(viewer, simulation))


@transaction.atomic
def move(viewer: Viewer, number: int, step: AdoptionMove, note: str = "") -> Simulation:
    """Hand in, take back, return, approve, open again.

    Raises NotFoundRefusal, NotAllowedRefusal or ConflictRefusal; a return without a note is refused.
    """
    simulation_of(viewer, number)
    found = Simulation.objects.select_for_update().get(pk=number)
    before = found.state
    after = ADOPTION.after(AdoptionState(before), step, parties_of(viewer, found))
    if step is AdoptionMove.RETURN and not note.strip():
        raise ConflictRefusal("simulation.say_why")
    if step is AdoptionMove.SUBMIT and not drafted(declared_company(), found, found.levers).changes_anything:
        raise ConflictRefusal("simulation.nothing_changed")
    found.state, found.note = after, note.strip()[:1000]
    if step is AdoptionMove.SUBMIT:
        found.submitted_by_id, found.decided_by_id = viewer.signer, None
    elif step in (AdoptionMove.APPROVE, AdoptionMove.RETURN):
        found.decided_by_id = viewer.signer
    elif step in (AdoptionMove.WITHDRAW, AdoptionMove.REOPEN):
        found.submitted_by_id, found.decided_by_id = None, None
    found.version += 1
    found.save()
    told = {"state": after, "note": found.note}
    record(viewer.account, f"simulation.{step}", Subject("simulation", str(number)), {"state": before}, told)
    _tell(viewer, found, step)
    return found


def _tell(viewer: Viewer, simulation: Simulation, step: AdoptionMove) -> None:
    address = reverse("simulation:simulation", args=[simulation.pk])
    if step is AdoptionMove.SUBMIT:
        for account in _judges(viewer):
            tell(account, "notice.simulation_submitted", address, title=simulation.title, who=viewer.name)
    elif step in (AdoptionMove.APPROVE, AdoptionMove.RETURN) and simulation.submitted_by_id is not None:
        tell(simulation.submitted_by_id, f"notice.simulation_{step}", address, title=simulation.title)


def _judges(viewer: Viewer) -> list[int]:
    """Accounts of owner and HR but for the one that hands in."""
    granted = Account.objects.filter(is_active=True, grants__role__in=[Role.OWNER, Role.HR]).distinct()
    return [
        account.pk
        for account in granted.exclude(pk=viewer.signer)
        if viewer_for(account).everywhere(Can.EDIT_DEFINITIONS)
    ]
