"""Addresses of the goals."""

from django.urls import path

from merit_desk.goals.views import act, browse, edit, shape

app_name = "goals"
urlpatterns = [
    path("", browse.goals, name="goals"),
    path("templates/", edit.templates, name="templates"),
    path("new/", edit.new, name="new"),
    path("check/", edit.check, name="check"),
    path("<int:number>/", browse.goal, name="goal"),
    path("<int:number>/panel/", browse.panel, name="panel"),
    path("<int:number>/below/", browse.below, name="below"),
    path("<int:number>/change/", edit.change, name="change"),
    path("<int:number>/align/", shape.align, name="align"),
    path("<int:number>/split/", shape.split, name="split"),
    path("<int:number>/drivers/", shape.drivers, name="drivers"),
    path("<int:number>/move/", act.move, name="move"),
    path("<int:number>/progress/", act.progress, name="progress"),
    path("<int:number>/results/", act.results, name="results"),
    path("<int:number>/results/<int:result>/", act.result, name="result"),
    path("<int:number>/target/", act.target, name="target"),
]
