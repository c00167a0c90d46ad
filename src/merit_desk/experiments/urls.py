"""The addresses of this app."""

from django.urls import path

from merit_desk.experiments.views import experiments as views

app_name = "experiments"
urlpatterns = [
    path("", views.experiments, name="experiments"),
    path("size/", views.size, name="size"),
    path("of/<str:name>/", views.one, name="one"),
    path("of/<str:name>/decide/", views.deciding, name="decide"),
]
