"""The addresses of this app."""

from django.urls import path

from merit_desk.data_quality.views import fields, lineage, overview, reconciliation

app_name = "data_quality"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("fields/", fields.fields, name="fields"),
    path("lineage/", lineage.lineage_page, name="lineage"),
    path("reconciliation/", reconciliation.reconciliation, name="reconciliation"),
    path("reconciliation/<str:kpi>/<str:shop>/", reconciliation.days, name="days"),
    path("reconciliation/<str:kpi>/<str:shop>/release/", reconciliation.release, name="release"),
]
