"""The addresses of this app."""

from django.urls import URLPattern

app_name = "reward_plans"
urlpatterns: list[URLPattern] = []
