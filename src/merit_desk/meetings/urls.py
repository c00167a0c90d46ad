"""Addresses of the meetings."""

from django.urls import path

from merit_desk.meetings.views import meeting, series, strategy

app_name = "meetings"
urlpatterns = [
    path("", series.meetings, name="meetings"),
    path("series/new/", series.new, name="new"),
    path("series/<int:number>/", series.series, name="series"),
    path("series/<int:number>/members/", series.members, name="members"),
    path("series/<int:number>/call/", series.call, name="call"),
    path("series/<int:number>/end/", series.end, name="end"),
    path("<int:number>/", meeting.meeting, name="meeting"),
    path("<int:number>/sheet/", meeting.sheet, name="sheet"),
    path("<int:number>/why/<str:kpi>/", meeting.why, name="why"),
    path("<int:number>/move/", meeting.move, name="move"),
    path("<int:number>/topics/", meeting.topics, name="topics"),
    path("<int:number>/decisions/", meeting.decisions, name="decisions"),
    path("<int:number>/actions/", meeting.actions, name="actions"),
    path("<int:number>/attendance/", meeting.attendance, name="attendance"),
    path("topics/<int:number>/", meeting.topic, name="topic"),
    path("actions/<int:number>/", meeting.settle, name="settle"),
    path("<int:number>/strategy/", strategy.strategy, name="strategy"),
    path("<int:number>/strategy/goals/<int:goal>/", strategy.goal, name="goal"),
    path("<int:number>/strategy/plans/<str:plan>/", strategy.weights, name="weights"),
    path("<int:number>/strategy/apply/", strategy.apply, name="apply"),
    path("changes/<int:number>/drop/", strategy.drop, name="drop"),
]
