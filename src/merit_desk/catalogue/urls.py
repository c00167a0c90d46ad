"""Addresses of the catalogue."""

from django.urls import path

from merit_desk.catalogue.views import browse, define

app_name = "catalogue"
urlpatterns = [
    path("", browse.library, name="library"),
    path("define/", define.define, name="define"),
    path("check/", define.check, name="check"),
    path("preview/", define.preview, name="preview"),
    path("kpis/<str:kpi>/", browse.kpi, name="kpi"),
    path("kpis/<str:kpi>/change/", define.change, name="change"),
    path("kpis/<str:kpi>/versions/", browse.versions, name="versions"),
    path("kpis/<str:kpi>/versions/<int:number>.yaml", browse.raw, name="raw"),
]
