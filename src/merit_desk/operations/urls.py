"""Addresses of this app."""

from django.urls import path

from merit_desk.operations import views

app_name = "operations"
urlpatterns = [
    path("healthz", views.live, name="live"),
    path("readyz", views.ready, name="ready"),
    path("metrics", views.metrics, name="metrics"),
]
