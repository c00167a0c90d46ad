"""The pulse of each cycle after the other: has the system become clearer, fairer, more useful?"""

from dataclasses import dataclass

from merit_desk.accounts.viewer import Viewer
from merit_desk.surveys.models import Survey
from merit_desk.surveys.queries.figures import PulseRow, pulse_figures
from merit_desk.surveys.queries.visible import surveys_visible_to

_LATEST = 12


@dataclass(frozen=True, slots=True)
class PulseOf:
    """One cycle's pulse; `invited` people were asked."""

    survey: Survey
    invited: int
    row: PulseRow


def pulse_trend(viewer: Viewer) -> list[PulseOf]:
    """Closed pulses with enough answers, latest first."""
    closed = surveys_visible_to(viewer).filter(kind="pulse", state="closed").select_related("cycle")[:_LATEST]
    found = [(survey, pulse_figures(survey)) for survey in closed]
    return [PulseOf(survey, each.invited, each.total) for survey, each in found if each and each.total]
