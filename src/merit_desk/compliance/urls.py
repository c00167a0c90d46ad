"""The addresses of this app."""

from django.urls import path

from merit_desk.compliance.views import compliance as views

app_name = "compliance"
urlpatterns = [
    path("", views.findings, name="findings"),
    path("<str:period>/override/", views.go_on, name="override"),
    path("tables/", views.tables, name="tables"),
    path("notices/", views.notices, name="notices"),
    path("tax/", views.tax, name="tax"),
]
