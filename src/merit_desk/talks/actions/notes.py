"""A manager's own notes about their people: private until shared; sharing is not taken back."""

from django.db import transaction

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.notices.actions import tell
from merit_desk.talks.models import Note
from merit_desk.talks.queries.visible import NOT_THERE, may_note, note_of


class StaleText(ConflictRefusal):
    """Somebody else, or another window, wrote meanwhile: `theirs` is what stands there now."""

    def __init__(self, theirs: str, version: int, who: str = "") -> None:
        super().__init__("talks.stale", name=who)
        self.theirs = theirs
        self.version = version
        self.who = who


def write_note(viewer: Viewer, about: str, text: str, shared: bool) -> Note:
    """A new note. Raises NotFoundRefusal for somebody whom the viewer is not in charge of."""
    if not may_note(viewer, about):
        raise NotFoundRefusal(NOT_THERE)
    with transaction.atomic():
        note = Note.objects.create(
            author_id=viewer.signer, writer=viewer.person, about=about, text=text.strip(), shared=shared
        )
        record(viewer.account, "talks.note_written", Subject("note", str(note.pk)), after={"shared": shared})
        if shared:
            _tell_shared(viewer, note)
    return note


def change_note(viewer: Viewer, number: int, text: str, based_on: int) -> Note:
    """Write one's own note anew. Raises StaleText when it was changed in another window."""
    with transaction.atomic():
        note = _own(viewer, number)
        if note.version != based_on:
            raise StaleText(note.text, note.version, viewer.name)
        note.text, note.version = text.strip(), note.version + 1
        note.save(update_fields=["text", "version", "changed_at"])
        record(viewer.account, "talks.note_changed", Subject("note", str(note.pk)), after={"version": note.version})
    return note


def share_note(viewer: Viewer, number: int) -> Note:
    """From now on the person reads it too. Raises ConflictRefusal when they do already."""
    with transaction.atomic():
        note = _own(viewer, number)
        if note.shared:
            raise ConflictRefusal("talks.note_is_shared")
        note.shared = True
        note.save(update_fields=["shared"])
        subject = Subject("note", str(note.pk))
        record(viewer.account, "talks.note_shared", subject, {"shared": False}, {"shared": True})
        _tell_shared(viewer, note)
    return note


def drop_note(viewer: Viewer, number: int) -> None:
    """Take one's private note away. Raises ConflictRefusal for one that the person has read."""
    with transaction.atomic():
        note = _own(viewer, number)
        if note.shared:
            raise ConflictRefusal("talks.note_is_shared")
        record(viewer.account, "talks.note_dropped", Subject("note", str(note.pk)))
        note.delete()


def _own(viewer: Viewer, number: int) -> Note:
    note = note_of(viewer, number)
    if note.author_id != viewer.account:
        raise NotFoundRefusal(NOT_THERE)
    return Note.objects.select_for_update().get(pk=note.pk)


def _tell_shared(viewer: Viewer, note: Note) -> None:
    account = Account.objects.filter(person=note.about, is_active=True).values_list("pk", flat=True).first()
    if account is not None:
        tell(account, "notice.note_shared", "/talks/", name=viewer.name)
