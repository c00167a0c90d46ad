"""Addresses of growth."""

from django.urls import path

from merit_desk.growth.views import cases, home, paths, plans, talent, writing

app_name = "growth"
urlpatterns = [
    path("", home.growth, name="growth"),
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", writing.new_plan, name="new_plan"),
    path("plans/<int:number>/", plans.plan, name="plan"),
    path("plans/<int:number>/change/", writing.change, name="change_plan"),
    path("plans/<int:number>/supports/<int:support>/done/", plans.support_done, name="support_done"),
    path("plans/<int:number>/<slug:move>/", plans.step, name="plan_step"),
    path("paths/", paths.paths, name="paths"),
    path("paths/new/", paths.set_path, name="new_step"),
    path("paths/<int:number>/change/", paths.set_path, name="change_step"),
    path("paths/<int:number>/retire/", paths.retire, name="retire_step"),
    path("people/<str:person>/", paths.path, name="path"),
    path("cases/", cases.cases, name="cases"),
    path("cases/new/", cases.new_case, name="new_case"),
    path("cases/<int:number>/", cases.case, name="case"),
    path("cases/<int:number>/change/", cases.change, name="change_case"),
    path("cases/<int:number>/<slug:move>/", cases.step, name="case_step"),
    path("talent/", talent.talent, name="talent"),
    path("talent/notes/<int:number>/drop/", talent.drop, name="drop_successor"),
    path("talent/<str:person>/", talent.judge, name="judge"),
    path("talent/<str:person>/successor/", talent.succeed, name="succeed"),
]
