"""Addresses of the first pages."""

from django.urls import path

from merit_desk.home.views import own, period

app_name = "home"
urlpatterns = [
    path("", own.latest, name="latest"),
    path("find/", own.find, name="find"),
    path("mine/", own.mine, name="mine"),
    path("periods/<str:period>/", period.overview, name="overview"),
    path("periods/<str:period>/teams/", period.teams, name="teams"),
    path("periods/<str:period>/people/", period.people, name="people"),
    path("periods/<str:period>/findings/", period.findings, name="findings"),
]
