"""Addresses of the alerts."""

from django.urls import path

from merit_desk.alerts.views import alerts, channels, rules

app_name = "alerts"
urlpatterns = [
    path("", alerts.alerts, name="alerts"),
    path("rules/", rules.rules, name="rules"),
    path("channels/", channels.channels, name="channels"),
    path("channels/<int:number>/try/", channels.try_channel, name="try_channel"),
    path("channels/<int:number>/remove/", channels.remove, name="remove_channel"),
    path("<int:number>/", alerts.alert, name="alert"),
    path("<int:number>/task/", alerts.task, name="task"),
    path("<int:number>/<str:move>/", alerts.move, name="move"),
]
