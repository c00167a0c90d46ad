"""Addresses of the talks."""

from django.urls import URLPattern

app_name = "talks"
urlpatterns: list[URLPattern] = []
