"""Addresses of this app."""

from django.urls import URLPattern, URLResolver

app_name = "periods"
urlpatterns: list[URLPattern | URLResolver] = []
