"""The addresses of this app."""

from django.urls import path

from merit_desk.plan_check.views import check

app_name = "plan_check"
urlpatterns = [
    path("", check.page, name="page"),
    path("findings/", check.findings, name="findings"),
    path("draft/", check.draft, name="draft"),
]
