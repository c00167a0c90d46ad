"""Addresses of the follow-up."""

from django.urls import path

from merit_desk.follow.views import giving, overview, reports, requests, tasks

app_name = "follow"
urlpatterns = [
    path("", overview.follow, name="follow"),
    path("pace/", overview.pace, name="pace"),
    path("recurring/", overview.recurring, name="recurring"),
    path("recurring/<int:number>/stop/", overview.stop, name="stop_series"),
    path("to-facts/", overview.bring, name="bring"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/new/", giving.new_task, name="new_task"),
    path("tasks/<int:number>/", tasks.task, name="task"),
    path("tasks/<int:number>/change/", giving.change, name="change_task"),
    path("tasks/<int:number>/<str:move>/", giving.step, name="task_step"),
    path("requests/", requests.requests, name="requests"),
    path("requests/new/", requests.new_request, name="new_request"),
    path("requests/<int:number>/", requests.one, name="request"),
    path("requests/<int:number>/<str:move>/", requests.step, name="request_step"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<int:number>/", reports.checkin, name="checkin"),
    path("reports/<int:number>/answer/", reports.answer, name="answer"),
    path("reports/<int:number>/take-back/", reports.take_back, name="take_back"),
    path("weeks/<str:week>/", reports.report, name="report"),
    path("weeks/<str:week>/save/", reports.save, name="save_report"),
    path("weeks/<str:week>/figures/", reports.figures, name="figures"),
]
