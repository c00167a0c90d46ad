"""Addresses of the calibration."""

from django.urls import path

from merit_desk.calibration.views import board, changing, sessions

app_name = "calibration"
urlpatterns = [
    path("", sessions.sessions, name="sessions"),
    path("new/", sessions.new, name="new"),
    path("<int:number>/", board.session, name="session"),
    path("<int:number>/kpis/", board.against_kpis, name="kpis"),
    path("<int:number>/live/", board.live, name="live"),
    path("<int:number>/undo/", changing.undoing, name="undo"),
    path("<int:number>/close/", sessions.closing, name="close"),
    path("<int:number>/reopen/", sessions.reopening, name="reopen"),
    path("<int:number>/people/<str:person>/", changing.changing, name="change"),
    path("<int:number>/people/<str:person>/back/", sessions.giving_back, name="give_back"),
]
