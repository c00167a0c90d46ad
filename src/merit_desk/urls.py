"""All addresses of the desk, in the order of the flow."""

from django.urls import include, path

urlpatterns = [
    path("periods/<str:period>/why/", include("merit_desk.explain.urls")),
    path("periods/<str:period>/nodes/", include("merit_desk.metrics.urls")),
    path("periods/<str:period>/people/<str:person>/", include("merit_desk.rewards.urls")),
    path("", include("merit_desk.home.urls")),
]
handler404 = "merit_desk.shell.refused.no_such_page"
