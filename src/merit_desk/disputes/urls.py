"""The addresses of this app."""

from django.urls import path

from merit_desk.disputes.views import disputes as views

app_name = "disputes"
urlpatterns = [
    path("", views.disputes, name="disputes"),
    path("terms/", views.change_terms, name="terms"),
    path("new/<str:period>/", views.new, name="new"),
    path("<int:number>/", views.dispute, name="dispute"),
    path("<int:number>/answer/", views.answer, name="answer"),
    path("<int:number>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:number>/files/", views.add_files, name="add_files"),
    path("<int:number>/decide/", views.decide, name="decide"),
    path("<int:number>/mended/", views.mended, name="mended"),
    path("<int:number>/files/<int:file>/", views.evidence, name="evidence"),
    path("<int:number>/pack/", views.pack, name="pack"),
]
