"""The first tour of each role: four short steps, shown until it is finished or skipped."""

from dataclasses import dataclass

from merit_desk.accounts.access import Role
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer

TOURS: dict[Role, tuple[str, ...]] = {
    Role.OWNER: ("figures", "periods", "trail", "find"),
    Role.HR: ("plans", "organisation", "release", "find"),
    Role.MANAGER: ("team", "figures", "course", "find"),
    Role.STEWARD: ("upload", "rejected", "sources", "find"),
    Role.FINANCE: ("pay", "figures", "export", "find"),
    Role.AUDITOR: ("trail", "figures", "sealed", "find"),
    Role.EMPLOYEE: ("mine", "pace", "figures", "find"),
}
"""In the order in which a viewer of several roles is addressed."""


@dataclass(frozen=True, slots=True)
class Step:
    """Step `number` of `count`, from 1; its words are the sentences tour.<name> and tour.<name>_text."""

    role: Role
    name: str
    number: int
    count: int

    @property
    def last(self) -> bool:
        """Whether none follows."""
        return self.number == self.count


def tour_due(viewer: Viewer) -> Role | None:
    """The viewer's first role, unless its tour was finished or skipped."""
    role = next((role for role in TOURS if role in viewer.roles), None)
    if role is None or viewer.account is None:
        return None
    toured = Account.objects.values_list("toured", flat=True).get(pk=viewer.account)
    return None if role in toured else role


def step_of(role: Role, number: int) -> Step:
    """A number outside of the tour is its first or last step."""
    names = TOURS[role]
    at = min(max(number, 1), len(names))
    return Step(role, names[at - 1], at, len(names))
