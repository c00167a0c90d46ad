"""Addresses of help and the course."""

from django.urls import path

from merit_desk.learning import views

app_name = "learning"
urlpatterns = [
    path("", views.course, name="course"),
    path("lessons/<str:name>/", views.one_lesson, name="lesson"),
    path("lessons/<str:name>/attend/", views.attend_lesson, name="attend"),
    path("attendance/", views.attendance, name="attendance"),
    path("help/<str:topic>/", views.help_on, name="help"),
    path("tour/", views.tour, name="tour"),
    path("tour/end/", views.tour_end, name="tour_end"),
]
