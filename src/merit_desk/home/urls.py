"""Addresses of the first pages."""

from django.urls import path

from merit_desk.home import views

app_name = "home"
urlpatterns = [
    path("", views.latest, name="latest"),
    path("periods/<str:period>/", views.overview, name="overview"),
    path("periods/<str:period>/teams/", views.teams, name="teams"),
    path("periods/<str:period>/people/", views.people, name="people"),
    path("periods/<str:period>/findings/", views.findings, name="findings"),
]
