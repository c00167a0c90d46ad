"""What the frame of every page says about where the viewer can go, and what waits for them there."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from merit_desk.accounts.access import Role
from merit_desk.accounts.viewer import NOBODY, viewer_of
from merit_desk.home.queries.places import ShownStage, first_role, stages_for, tabs_for
from merit_desk.home.queries.waiting import waiting_counts
from merit_desk.results.queries.period_files import periods_run


def places(request: HttpRequest) -> dict[str, object]:
    """Stages of the navigation, tabs of a phone, the viewer's roles; worked out only where they are shown."""
    viewer = viewer_of(request) if hasattr(request, "user") else NOBODY
    if viewer.account is None:
        return {"frame_stages": [], "frame_tabs": [], "frame_role": None}

    def stages() -> list[ShownStage]:
        asked = request.resolver_match.kwargs.get("period", "") if request.resolver_match else ""
        periods = periods_run()
        period = asked if asked in periods else next(iter(periods), "")
        return stages_for(viewer, period, lambda code: counts.get(code, 0))

    counts: dict[str, int] = SimpleLazyObject(lambda: waiting_counts(viewer))  # type: ignore[assignment]
    lazy: list[ShownStage] = SimpleLazyObject(stages)  # type: ignore[assignment]
    tabs = SimpleLazyObject(lambda: tabs_for(viewer, lazy))
    roles = [role for role in Role if role in viewer.roles]
    return {"frame_stages": lazy, "frame_tabs": tabs, "frame_roles": roles, "frame_role": first_role(viewer)}
