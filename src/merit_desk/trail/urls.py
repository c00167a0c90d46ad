"""Addresses of the trail."""

from django.urls import path

from merit_desk.trail import views

app_name = "trail"
urlpatterns = [
    path("", views.trail, name="trail"),
    path("entries.csv", views.export, name="export"),
    path("check/", views.check, name="check"),
    path("<int:number>/", views.entry, name="entry"),
]
