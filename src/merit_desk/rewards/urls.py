"""The address of a statement."""

from django.urls import path

from merit_desk.rewards import views

app_name = "rewards"
urlpatterns = [path("", views.statement_page, name="statement")]
