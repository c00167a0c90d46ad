"""Writing a comment, telling those who are named in it, and taking it back."""

from django.db import transaction
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.notices.actions import tell
from merit_desk.talks.colleagues import colleague
from merit_desk.talks.models import Comment, Mention
from merit_desk.talks.queries.comments import Named, accounts_of, named_in, sees
from merit_desk.talks.subjects import looked_up

LONGEST = 2000


class NotForThem(ConflictRefusal):
    """Somebody is named who may not see the subject, who has no account, or whose name is not enough."""


def write_comment(viewer: Viewer, kind: str, subject: str, text: str) -> Comment:
    """Write it and tell everybody named. Raises NotFoundRefusal, NotForThem, or ConflictRefusal for no words."""
    seen = looked_up(viewer, kind, subject)
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise ConflictRefusal("talks.comment_length", most=LONGEST)
    mentioned = _mentioned(viewer, kind, subject, words)
    with transaction.atomic():
        made = Comment.objects.create(kind=kind, subject=subject, author_id=viewer.signer, text=words)
        Mention.objects.bulk_create(
            Mention(comment=made, person=person, name=written) for person, written, _ in mentioned
        )
        after = {"comment": made.pk, "mentioned": [person for person, _, _ in mentioned]}
        record(viewer.account, "talks.comment_written", Subject(kind, subject), after=after)
        for _, _, account in mentioned:
            if account != viewer.account:
                tell(account, "notice.mentioned", seen.address, name=viewer.name, title=seen.title)
    return made


def take_back_comment(viewer: Viewer, number: int) -> Comment:
    """Empty one's own comment; that there was one stays. Raises NotFoundRefusal for anybody else's."""
    with transaction.atomic():
        found = Comment.objects.select_for_update().filter(pk=number, author_id=viewer.account).first()
        if found is None:
            raise NotFoundRefusal("refusal.no_such_page")
        looked_up(viewer, found.kind, found.subject)
        if found.taken_back_at is not None:
            raise ConflictRefusal("talks.comment_is_gone")
        found.text, found.taken_back_at = "", timezone.now()
        found.save(update_fields=["text", "taken_back_at"])
        found.mentions.all().delete()
        subject = Subject(found.kind, found.subject)
        record(viewer.account, "talks.comment_taken_back", subject, after={"comment": found.pk})
    return found


def _mentioned(viewer: Viewer, kind: str, subject: str, text: str) -> list[tuple[str, str, int]]:
    """Person, words and account of everybody named, each checked by the look-up of the subject with their own eyes."""
    named = named_in(text, viewer.today)
    accounts = accounts_of([person for each in named for person in each.people])
    allowed = {person for person, account in accounts.items() if sees(account, kind, subject)}
    found = []
    for each in named:
        person = _the_one(each, allowed)
        found.append((person, each.written, accounts[person].pk))
    return found


def _the_one(named: Named, allowed: set[str]) -> str:
    """Of several of the same name, the one who may see it; where that does not tell, the writer has to."""
    able = [person for person in named.people if person in allowed]
    if len(able) > 1:
        both = " / ".join(colleague(person).label for person in able)
        raise NotForThem("talks.mention_not_clear", name=named.written.lstrip("@＠"), both=both)
    if not able:
        raise NotForThem("talks.mention_cannot_see", name=named.written.lstrip("@＠"))
    return able[0]
