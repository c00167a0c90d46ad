"""The desk's addresses and the gallery of components."""

from django.urls import include, path

from tests.desk.shell.gallery import confirm, gallery

urlpatterns = [path("gallery/", gallery), path("gallery/confirm/", confirm), path("", include("merit_desk.urls"))]
handler404 = "merit_desk.shell.refused.no_such_page"
