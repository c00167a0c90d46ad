"""What other apps write in the margin of a statement: a guard's finding, an open dispute, the state of its payment."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.period_files import PayRow, PeriodFiles


@dataclass(frozen=True, slots=True)
class MarginNote:
    """One word in the margin: what it says (already in the reader's language), where it leads, how pressing it is.

    `of` is the pay row that it stands beside; None: the statement as a whole. `tone`: "", "good", "watch" or "bad".
    """

    text: str
    address: str = ""
    tone: str = ""
    icon: str = ""
    of: PayRow | None = None


Margin = Callable[[Viewer, PeriodFiles, str], Iterable[MarginNote]]
_margins: list[Margin] = []


def in_the_margin(margin: Margin) -> Margin:
    """Register the function in an app's `margin.py`. It is asked with the viewer, the files they see and the person."""
    if margin not in _margins:
        _margins.append(margin)
    return margin


def margin_notes(viewer: Viewer, files: PeriodFiles, person: str) -> list[MarginNote]:
    """Of every app that has something to say, in the order of the apps."""
    return [note for margin in _margins for note in margin(viewer, files, person)]
