"""Addresses of the set-up."""

from django.urls import path

from merit_desk.setup.views import last_steps, steps

app_name = "setup"
urlpatterns = [
    path("", steps.start, name="start"),
    path("account/", steps.account, name="account"),
    path("company/", steps.company, name="company"),
    path("organisation/", steps.organisation, name="organisation"),
    path("shops/", steps.shops, name="shops"),
    path("templates/", steps.templates, name="templates"),
    path("data/", last_steps.data, name="data"),
    path("period/", last_steps.period, name="period"),
    path("finish/", last_steps.finished, name="finish"),
    path("import/", last_steps.from_archive, name="archive"),
    path("demo/", last_steps.demo, name="demo"),
    path("export/", last_steps.export, name="export"),
]
