"""Addresses of the calibration."""

from django.urls import URLPattern

app_name = "calibration"
urlpatterns: list[URLPattern] = []
