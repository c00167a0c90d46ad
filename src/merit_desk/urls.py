"""All addresses of the desk."""

from django.urls import include, path

urlpatterns = [path("", include("merit_desk.home.urls"))]
