"""Addresses of the reminders."""

from django.urls import URLPattern

app_name = "reminders"
urlpatterns: list[URLPattern] = []
