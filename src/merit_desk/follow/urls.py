"""Addresses of the follow."""

from django.urls import URLPattern

app_name = "follow"
urlpatterns: list[URLPattern] = []
