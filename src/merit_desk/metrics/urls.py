"""Addresses of nodes."""

from django.urls import path

from merit_desk.metrics import views

app_name = "metrics"
urlpatterns = [
    path("<str:kind>/<str:node>/", views.node, name="node"),
    path("<str:kind>/<str:node>/days/<str:kpi>/", views.days, name="days"),
]
