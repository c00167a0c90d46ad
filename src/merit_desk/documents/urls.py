"""Addresses of the folder's files."""

from django.urls import path

from merit_desk.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.documents, name="documents"),
    path("history/<path:path>", views.history, name="history"),
    path("versions/<int:number>/<path:path>", views.one_version, name="version"),
]
