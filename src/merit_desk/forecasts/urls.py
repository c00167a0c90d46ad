"""The addresses of this app."""

from django.urls import path

from merit_desk.forecasts.views import pace, panel

app_name = "forecasts"
urlpatterns = [path("panel/", panel.panel, name="panel"), path("pace/", pace.pace, name="pace")]
