"""Addresses of plans, rewards and targets."""

from django.urls import path

from merit_desk.plans.views import browse, edit, targets

app_name = "plans"
urlpatterns = [
    path("", browse.plans, name="plans"),
    path("new/", edit.new, name="new"),
    path("check/", edit.check, name="check"),
    path("try/", edit.trial, name="try"),
    path("targets/", targets.targets, name="targets"),
    path("targets/set/", targets.set_one, name="set_target"),
    path("rewards/", browse.rewards, name="rewards"),
    path("rewards/<str:reward>/", browse.reward, name="reward"),
    path("rewards/<str:reward>/versions/<int:number>.yaml", browse.reward_raw, name="reward_raw"),
    path("of/<str:plan>/", browse.plan, name="plan"),
    path("of/<str:plan>/edit/", edit.edit, name="edit"),
    path("of/<str:plan>/draft/drop/", edit.drop, name="drop"),
    path("of/<str:plan>/versions/", browse.versions, name="versions"),
    path("of/<str:plan>/versions/<int:number>/", browse.version, name="version"),
    path("of/<str:plan>/versions/<int:number>.yaml", browse.raw, name="raw"),
]
