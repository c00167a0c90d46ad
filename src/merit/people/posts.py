"""Posts: what each is responsible for and may decide, and who decides, does and must be told of a matter."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from merit.kernel.explain import LineRef


class Part(StrEnum):
    """The part that a post has in a matter."""

    DECIDES = "decides"
    DOES = "does"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Post:
    """A post as posts.csv describes it; `post` is the id that people.csv and plans use."""

    post: str
    title: dict[str, str]
    """By language: zh, and en where it is written."""
    responsibilities: tuple[str, ...]
    authority: tuple[str, ...]
    """What the post may decide by itself."""
    source: LineRef


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that has to be decided and done, by posts: e.g. holding an order when stock is short."""

    matter: str
    does: tuple[str, ...]
    decides: tuple[str, ...]
    told: tuple[str, ...]
    source: LineRef

    def posts(self, part: Part) -> tuple[str, ...]:
        """The posts that have this part."""
        match part:
            case Part.DECIDES:
                return self.decides
            case Part.DOES:
                return self.does
            case Part.TOLD:
                return self.told


@dataclass(frozen=True, slots=True)
class OwnPart:
    """A matter, and what one post has to do with it."""

    matter: Matter
    parts: tuple[Part, ...]


def matters_of(matters: Iterable[Matter], post: str) -> list[OwnPart]:
    """The matters in which the post has a part, in file order; empty for a post that nobody described."""
    found = ((matter, tuple(part for part in Part if post in matter.posts(part))) for matter in matters)
    return [OwnPart(matter, parts) for matter, parts in found if parts]
