"""Addresses of the reminders."""

from django.urls import path

from merit_desk.reminders.views import own

app_name = "reminders"
urlpatterns = [
    path("", own.digests, name="digests"),
    path("wishes/", own.wishes, name="wishes"),
    path("cycles/<slug:code>/", own.cycle, name="cycle"),
    path("<str:day>/", own.digest, name="digest"),
]
