"""Addresses of the cycles."""

from django.urls import path

from merit_desk.cycles.views import cycles, making, moving

app_name = "cycles"
urlpatterns = [
    path("", cycles.cycles, name="cycles"),
    path("new/", making.new, name="new"),
    path("new/count/", making.count, name="count"),
    path("new/days/", making.days, name="days"),
    path("jobs/<int:number>/", making.of_job, name="of_job"),
    path("reviews/<int:number>/", cycles.review, name="review"),
    path("reviews/<int:number>/<str:wanted>/", moving.one, name="move"),
    path("<slug:code>/", cycles.cycle, name="cycle"),
    path("<slug:code>/move/", moving.bulk, name="bulk"),
    path("<slug:code>/copy/", making.copy, name="copy"),
    path("<slug:code>/enrol/", making.enrol, name="enrol"),
    path("<slug:code>/deadlines/", making.deadlines, name="deadlines"),
    path("<slug:code>/sync/", making.sync, name="sync"),
    path("<slug:code>/sync/note/", making.sync_note, name="sync_note"),
]
