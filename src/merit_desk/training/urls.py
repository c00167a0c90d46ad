"""Addresses of training."""

from django.urls import path

from merit_desk.training.views import courses, needs, sessions

app_name = "training"
urlpatterns = [
    path("", courses.courses, name="courses"),
    path("new/", courses.new_course, name="new_course"),
    path("<int:number>/", courses.course, name="course"),
    path("<int:number>/change/", courses.change, name="change_course"),
    path("<int:number>/retire/", courses.retire, name="retire_course"),
    path("<int:number>/sessions/new/", sessions.new_session, name="new_session"),
    path("sessions/<int:number>/", sessions.session, name="session"),
    path("sessions/<int:number>/off/", sessions.call_off, name="call_off"),
    path("sessions/<int:number>/sign-up/", sessions.sign_up_to, name="sign_up"),
    path("sessions/<int:number>/attendance/", sessions.attendance, name="attendance"),
    path("seats/<int:number>/<slug:move>/", sessions.seat_step, name="seat_step"),
    path("needs/", needs.needs, name="needs"),
    path("needs/new/", needs.state_need, name="state_need"),
    path("needs/<int:number>/<slug:move>/", needs.need_step, name="need_step"),
    path("effect/", needs.effects, name="effects"),
]
