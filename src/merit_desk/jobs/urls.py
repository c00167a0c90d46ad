"""Addresses of jobs."""

from django.urls import path

from merit_desk.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<int:number>/", views.job, name="job"),
    path("<int:number>/bar/", views.bar, name="bar"),
    path("<int:number>/cancel/", views.cancel_job, name="cancel"),
]
