"""Addresses of the inbox."""

from django.urls import path

from merit_desk.inbox import views

app_name = "inbox"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read/", views.read_all, name="read_all"),
    path("<int:number>/", views.open_notice, name="open"),
]
