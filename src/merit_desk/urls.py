"""All addresses of the desk, in the order of the flow."""

from django.urls import include, path

urlpatterns = [
    path("set-up/", include("merit_desk.setup.urls")),
    path("accounts/", include("merit_desk.accounts.urls")),
    path("", include("merit_desk.accounts.sign_in_urls")),
    path("notices/", include("merit_desk.inbox.urls")),
    path("trail/", include("merit_desk.trail.urls")),
    path("learning/", include("merit_desk.learning.urls")),
    path("jobs/", include("merit_desk.jobs.urls")),
    path("documents/", include("merit_desk.documents.urls")),
    path("organisation/", include("merit_desk.people.urls")),
    path("intake/", include("merit_desk.intake.urls")),
    path("catalogue/", include("merit_desk.catalogue.urls")),
    path("plans/", include("merit_desk.plans.urls")),
    path("cycles/", include("merit_desk.cycles.urls")),
    path("surveys/", include("merit_desk.surveys.urls")),
    path("goals/", include("merit_desk.goals.urls")),
    path("agreements/", include("merit_desk.agreements.urls")),
    path("follow/", include("merit_desk.follow.urls")),
    path("talks/", include("merit_desk.talks.urls")),
    path("meetings/", include("merit_desk.meetings.urls")),
    path("reviews/", include("merit_desk.reviews.urls")),
    path("calibration/", include("merit_desk.calibration.urls")),
    path("outcomes/", include("merit_desk.outcomes.urls")),
    path("reminders/", include("merit_desk.reminders.urls")),
    path("explorer/", include("merit_desk.explorer.urls")),
    path("wall/", include("merit_desk.wall.urls")),
    path("periods/", include("merit_desk.periods.urls")),
    path("periods/<str:period>/why/", include("merit_desk.explain.urls")),
    path("periods/<str:period>/nodes/", include("merit_desk.metrics.urls")),
    path("periods/<str:period>/people/<str:person>/", include("merit_desk.rewards.urls")),
    path("", include("merit_desk.operations.urls")),
    path("", include("merit_desk.api.urls")),
    path("", include("merit_desk.home.urls")),
]
handler404 = "merit_desk.shell.refused.no_such_page"
