"""alerts.yaml taken apart for the form, and put together again."""

import re
from dataclasses import dataclass

from merit.sources.alert_rules import BUDGET, FILE
from merit.sources.documents import documents_of
from merit_desk.documents.queries.current import current

_TOP = re.compile(r"^(off|budget):")


@dataclass(frozen=True, slots=True)
class RulesText:
    """`own` is the rest of the file as it is written: the company's own rules with their remarks."""

    budget: int
    off: tuple[str, ...]
    own: str

    def written(self) -> str:
        """The file: own rules first, so that lines told in a Problem are those of the form."""
        own = self.own.replace("\r\n", "\n").rstrip()
        tail = f"budget: {self.budget}\n" + (f"off: [{', '.join(self.off)}]\n" if self.off else "")
        return f"{own}\n{tail}" if own else tail


def rules_text() -> tuple[RulesText, str]:
    """The file as it stands, and its digest."""
    now = current(FILE)
    text = now.text or ""
    data = next((each.data for each in documents_of(text, FILE)[0]), {})
    off, budget = data.get("off") or [], data.get("budget", BUDGET)
    names = tuple(str(each) for each in (off if isinstance(off, list) else [off]))
    return RulesText(budget if isinstance(budget, int) else BUDGET, names, _rest(text)), now.digest


def _rest(text: str) -> str:
    """Without `off` and `budget` and what is indented below them."""
    kept: list[str] = []
    inside = False
    for line in text.splitlines():
        inside = bool(_TOP.match(line)) or (inside and line[:1] in (" ", "-", "\t"))
        if not inside:
            kept.append(line)
    return "\n".join(kept).strip("\n")
