"""What the contracts of a probation cycle agree, as a cycle's options keep it."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ProbationTerms:
    """What the contracts of a probation cycle agree."""

    months: int = 3
    """Of probation, where no spell of another status follows by itself."""
    contract_months: int = 36
    """The contract's term; 0 stands for one without end."""
    joined_within: int = 0
    """Also whoever joined in the last so many months of the period's end, whatever the status."""

    def stored(self) -> dict[str, int]:
        """As the cycle's options keep it."""
        return asdict(self)


def terms_of(options: dict[str, Any]) -> ProbationTerms:
    """The terms that a cycle's options keep."""
    return ProbationTerms(**options.get("probation", {}))
