"""Where a result leads on to: what apps above this one offer beside it, such as a plan to develop or improve."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Participant


@dataclass(frozen=True, slots=True)
class Onward:
    """One way on, already in the reader's language. `stands` is how it stands where it is under way, else empty."""

    text: str
    address: str
    icon: str
    stands: str = ""


Ways = Callable[[Viewer, Participant], Iterable[Onward]]
_ways: list[Ways] = []


def leads_on(ways: Ways) -> Ways:
    """Register the function in an app's `onward.py`. It is asked about a result that was released."""
    if ways not in _ways:
        _ways.append(ways)
    return ways


def ways_on(viewer: Viewer, one: Participant) -> list[Onward]:
    """Of every app that has something to offer, in the order of the apps."""
    return [way for ways in _ways for way in ways(viewer, one)]
