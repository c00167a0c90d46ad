"""Addresses of periods as a whole."""

from django.urls import path

from merit_desk.periods import views

app_name = "periods"
urlpatterns = [
    path("", views.periods, name="periods"),
    path("run/", views.run, name="run"),
    path("<str:period>/release/", views.release, name="release"),
]
