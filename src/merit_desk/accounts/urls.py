"""Addresses of this app: one's own page, and looking after accounts."""

from django.urls import path

from merit_desk.accounts.views import administration, invitation, profile

app_name = "accounts"
urlpatterns = [
    path("", administration.accounts, name="list"),
    path("new/", administration.new, name="new"),
    path("me/", profile.profile, name="profile"),
    path("invitations/<str:key>/", invitation.accept_invitation, name="accept"),
    path("<int:number>/", administration.one, name="one"),
    path("<int:number>/roles/", administration.role_given, name="give"),
    path("<int:number>/roles/<int:grant>/end/", administration.role_taken, name="take"),
    path("<int:number>/invitation/", administration.invitation, name="invite"),
    path("<int:number>/links/", administration.linked, name="link"),
    path("<int:number>/links/end/", administration.unlinked, name="unlink"),
    path("<int:number>/lock/", administration.locked, name="lock"),
    path("<int:number>/open/", administration.opened, name="open"),
    path("<int:number>/second-factor/end/", administration.second_factor_forgotten, name="forget"),
]
