"""Addresses of reward plans."""

from django.urls import path

from merit_desk.reward_plans.views import browse, edit, telling

app_name = "reward_plans"
urlpatterns = [
    path("", browse.plans, name="plans"),
    path("new/", edit.new, name="new"),
    path("check/", edit.check, name="check"),
    path("objections/<int:number>/answer/", telling.answer, name="answer"),
    path("of/<str:reward>/", browse.plan, name="plan"),
    path("of/<str:reward>/edit/", edit.edit, name="edit"),
    path("of/<str:reward>/draft/drop/", edit.drop, name="drop"),
    path("of/<str:reward>/versions/", browse.versions, name="versions"),
    path("of/<str:reward>/versions/<int:number>/", browse.version, name="version"),
    path("of/<str:reward>/versions/<int:number>.yaml", browse.raw, name="raw"),
    path("of/<str:reward>/versions/<int:number>/confirmations/", browse.confirmations, name="confirmations"),
    path("of/<str:reward>/versions/<int:number>/notice/", telling.give, name="give"),
    path("of/<str:reward>/versions/<int:number>/confirm/", telling.confirm_one, name="confirm"),
    path("of/<str:reward>/versions/<int:number>/object/", telling.object_one, name="object"),
]
