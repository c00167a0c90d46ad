"""Addresses of the agreements."""

from django.urls import path

from merit_desk.agreements.views import browse, changing, issuing, negotiating, signing

app_name = "agreements"
urlpatterns = [
    path("", browse.agreements, name="agreements"),
    path("answers/", negotiating.answers, name="answers"),
    path("countersign/", signing.countersign_many, name="countersign"),
    path("notify/", issuing.notify_many, name="notify"),
    path("cycles/<str:code>/issue/", issuing.issue_cycle, name="issue"),
    path("cycles/<str:code>/remind/", issuing.remind_cycle, name="remind"),
    path("<int:number>/", browse.agreement, name="agreement"),
    path("<int:number>/paper/", browse.paper, name="paper"),
    path("<int:number>/versions/<int:version>/", browse.version, name="version"),
    path("<int:number>/propose/", negotiating.propose_changes, name="propose"),
    path("<int:number>/answer/", negotiating.answer_one, name="answer"),
    path("<int:number>/sign/", signing.sign_one, name="sign"),
    path("<int:number>/withdraw/", issuing.withdraw_one, name="withdraw"),
    path("<int:number>/change/", changing.ask, name="change"),
    path("<int:number>/change/approve/", changing.approve, name="approve"),
    path("<int:number>/change/refuse/", changing.refuse, name="refuse"),
    path("<int:number>/change/withdraw/", changing.take_back, name="take_back"),
    path("<int:number>/change/consent/", changing.agree, name="consent"),
]
