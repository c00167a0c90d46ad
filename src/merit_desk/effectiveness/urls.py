"""Addresses of the effectiveness of the system."""

from django.urls import path

from merit_desk.effectiveness import views

app_name = "effectiveness"
urlpatterns = [
    path("", views.latest, name="effectiveness"),
    path("<str:period>/", views.of_period, name="of_period"),
    path("<str:period>/kpis/", views.kpis, name="kpis"),
]
