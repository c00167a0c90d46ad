"""Comments beside a subject, and who can be named in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer, viewer_for
from merit_desk.talks.colleagues import Colleague, colleague, found, names_at_work
from merit_desk.talks.models import Comment
from merit_desk.talks.subjects import looked_up, may_see

MOST = 200
_ID = re.compile(r"[(（]([^()（）\s]{1,64})[)）]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a comment; `person` is set where somebody is named."""

    text: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment as the viewer sees it; one that was taken back has no pieces."""

    number: int
    name: str
    at: datetime
    pieces: tuple[Piece, ...]
    mine: bool
    taken_back: bool


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named in a text: as it is written, and whom it can mean; several where a name is not enough."""

    written: str
    people: tuple[str, ...]


def comments_on(viewer: Viewer, kind: str, subject: str) -> list[ShownComment]:
    """The latest two hundred, oldest first. Raises NotFoundRefusal for a subject that is not for the viewer."""
    looked_up(viewer, kind, subject)
    rows = Comment.objects.filter(kind=kind, subject=subject).select_related("author").prefetch_related("mentions")
    return [_shown(viewer, each) for each in reversed(rows.order_by("-at", "-pk")[:MOST])]


def named_in(text: str, day: date) -> list[Named]:
    """Everybody named by `@name` or `@name(id)`, each once; of several names that fit, the longest counts."""
    names = names_at_work(day)
    by_length = sorted(names, key=len, reverse=True)
    seen: dict[tuple[str, ...], Named] = {}
    for at in _signs(text):
        name = next((each for each in by_length if _stands_at(text, at + 1, each)), None)
        if name is None:
            continue
        end = at + 1 + len(name)
        told = _ID.match(text, end)
        people = tuple(person for person in names[name] if told and person == told.group(1))
        if people and told:
            end = told.end()
        seen.setdefault(people or tuple(names[name]), Named(text[at:end], people or tuple(names[name])))
    return list(seen.values())


def who_may_be_named(viewer: Viewer, kind: str, subject: str, words: str) -> list[Colleague]:
    """People whom the words fit, who have an account and may see the subject. Raises NotFoundRefusal."""
    looked_up(viewer, kind, subject)
    hits = found(words, viewer.today, without=viewer.person)
    accounts = accounts_of([each.person for each in hits])
    return [each for each in hits if each.person in accounts and sees(accounts[each.person], kind, subject)]


def accounts_of(people: list[str]) -> dict[str, Account]:
    """The open accounts of those people."""
    rows = Account.objects.filter(person__in=people, is_active=True).prefetch_related("grants")
    return {each.person: each for each in rows}


def sees(account: Account, kind: str, subject: str) -> bool:
    """Whether the account's owner may see the subject."""
    return may_see(viewer_for(account), kind, subject)


def _signs(text: str) -> Iterator[int]:
    """Where an `@` begins a name: not inside a mail address."""
    for found_at in re.finditer("[@＠]", text):
        at = found_at.start()
        before = text[at - 1] if at else ""
        if not (before.isascii() and before.isalnum()):
            yield at


def _stands_at(text: str, at: int, name: str) -> bool:
    if not text.startswith(name, at):
        return False
    after = text[at + len(name) : at + len(name) + 1]
    return not (_is_latin(name[-1:]) and _is_latin(after))


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _shown(viewer: Viewer, comment: Comment) -> ShownComment:
    name = colleague(comment.author.person).name if comment.author.person else str(comment.author)
    gone = comment.taken_back_at is not None
    pieces = () if gone else tuple(_pieces(comment))
    return ShownComment(comment.pk, name, comment.at, pieces, comment.author_id == viewer.account, gone)


def _pieces(comment: Comment) -> Iterator[Piece]:
    people = {each.name: each.person for each in comment.mentions.all()}
    if not people:
        yield Piece(comment.text)
        return
    written = "|".join(map(re.escape, sorted(people, key=len, reverse=True)))
    for part in re.split(f"({written})", comment.text):
        if part:
            yield Piece(part, people.get(part, ""))
