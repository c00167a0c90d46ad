"""What the frame of every page knows of help: which places have a page, and whether a tour is due."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from merit_desk.accounts.viewer import NOBODY, viewer_of
from merit_desk.learning.queries.pages import topics
from merit_desk.learning.queries.tours import tour_due


def learning_frame(request: HttpRequest) -> dict[str, object]:
    """`tour_role` is asked only where a page shows it."""
    viewer = viewer_of(request) if hasattr(request, "user") else NOBODY
    return {"help_topics": topics(), "tour_role": SimpleLazyObject(lambda: tour_due(viewer) or "")}
