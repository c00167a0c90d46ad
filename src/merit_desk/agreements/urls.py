"""Addresses of the agreements."""

from django.urls import URLPattern

app_name = "agreements"
urlpatterns: list[URLPattern] = []
