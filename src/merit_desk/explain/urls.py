"""Addresses of explanations; each is the same page with htmx and without."""

from django.urls import path

from merit_desk.explain import views

app_name = "explain"
urlpatterns = [
    path("payable/", views.company_payable, name="company_payable"),
    path("payable/<str:person>/", views.payable, name="payable"),
    path("pay/<str:person>/<str:reward>/<str:line>/<int:number>/", views.pay, name="pay"),
    path("score/<str:person>/<str:line>/", views.score, name="score"),
    path("indicator/<str:person>/<str:segment>/<str:indicator>/", views.indicator, name="indicator"),
    path("kpi/<str:value_period>/<str:kpi>/<str:kind>/<str:node>/", views.kpi, name="kpi"),
    path("kpi/<str:value_period>/<str:kpi>/<str:kind>/<str:node>/rows.csv", views.kpi_rows_file, name="kpi_rows_file"),
]
