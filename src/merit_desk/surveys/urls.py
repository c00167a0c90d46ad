"""Addresses of the surveys."""

from django.urls import path

from merit_desk.surveys.views import answering, asking

app_name = "surveys"
urlpatterns = [
    path("", asking.surveys, name="surveys"),
    path("new/", asking.new, name="new"),
    path("publish/", asking.publish, name="publish"),
    path("at/<str:key>/", answering.customer, name="customer"),
    path("<int:number>/", asking.survey, name="survey"),
    path("<int:number>/answer/", answering.answer, name="answer"),
    path("<int:number>/open/", asking.open_it, name="open"),
    path("<int:number>/close/", asking.close_it, name="close"),
    path("<int:number>/links/", asking.link, name="link"),
    path("<int:number>/links/<int:link>/revoke/", asking.revoke, name="revoke"),
]
