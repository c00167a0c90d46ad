"""Addresses of the data intake."""

from django.urls import path

from merit_desk.intake.views import files, live, loads, mapping, rejected, sources, values

app_name = "intake"
urlpatterns = [
    path("", sources.overview, name="sources"),
    path("upload/", sources.upload, name="upload"),
    path("live/<str:name>/fetch/", live.fetch, name="fetch"),
    path("live/<str:name>/secret/", live.secret, name="secret"),
    path("live/<str:name>/secret/forget/", live.forget, name="forget_secret"),
    path("load-all/", sources.load_all, name="load_all"),
    path("files/<int:number>/", files.file, name="file"),
    path("files/<int:number>/columns/", mapping.extend, name="extend"),
    path("files/<int:number>/mapping/", mapping.mapping, name="mapping"),
    path("loads/<int:number>/", loads.load, name="load"),
    path("loads/<int:number>/cancel/", loads.cancel, name="cancel"),
    path("rejected/<str:name>/rows.csv", rejected.rows_file, name="rejected_rows"),
    path("rejected/<str:name>/", rejected.rejected, name="rejected"),
    path("values/", values.values, name="values"),
    path("values/confirm/", values.confirm_in_file, name="confirm_in_file"),
    path("values/<int:number>/confirm/", values.confirm, name="confirm"),
    path("values/<int:number>/refuse/", values.refuse, name="refuse"),
    path("values/<int:number>/withdraw/", values.withdraw, name="withdraw"),
    path("values/<int:number>/evidence/", values.evidence, name="evidence"),
]
