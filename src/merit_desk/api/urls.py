"""Addresses of the API."""

from django.urls import path

from merit_desk.api.views.operations import api

urlpatterns = [
    path("api/v1/", api.urls),
]
