"""The addresses of this app."""

from django.urls import path

from merit_desk.signs.views import signs as views

app_name = "signs"
urlpatterns = [
    path("", views.signs, name="signs"),
    path("look/", views.look, name="look"),
    path("<int:number>/", views.sign, name="sign"),
    path("<int:number>/finding/", views.find, name="find"),
]
