"""The addresses of this app."""

from django.urls import path

from merit_desk.allocation.views import allocation as views

app_name = "allocation"
urlpatterns = [path("", views.money, name="money"), path("people/", views.people, name="people")]
