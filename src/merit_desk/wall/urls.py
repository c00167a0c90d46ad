"""Addresses of the wall display and of its screens."""

from django.urls import path

from merit_desk.wall import views

app_name = "wall"
urlpatterns = [
    path("", views.here, name="here"),
    path("state/", views.state, name="state"),
    path("screens/", views.screens, name="screens"),
    path("screens/<int:number>/revoke/", views.revoke, name="revoke"),
    path("at/<str:key>/", views.screen, name="screen"),
    path("at/<str:key>/state/", views.screen_state, name="screen_state"),
]
