"""The addresses of this app."""

from django.urls import path

from merit_desk.compliance.views import compliance as views
from merit_desk.compliance.views import tax

app_name = "compliance"
urlpatterns = [
    path("", views.findings, name="findings"),
    path("<str:period>/override/", views.go_on, name="override"),
    path("<str:period>/override/all/", views.go_on_all, name="override_all"),
    path("tables/", views.tables, name="tables"),
    path("notices/", views.notices, name="notices"),
    path("tax/", tax.tax, name="tax"),
    path("tax/people/", tax.tax_people, name="tax_people"),
]
