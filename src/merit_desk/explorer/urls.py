"""Addresses of this app."""

from django.urls import URLPattern, URLResolver

app_name = "explorer"
urlpatterns: list[URLPattern | URLResolver] = []
