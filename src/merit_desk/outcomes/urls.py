"""Addresses of the outcomes."""

from django.urls import path

from merit_desk.outcomes.views import appeal, interview, lists, pack, release, result, seal

app_name = "outcomes"
urlpatterns = [
    path("", lists.outcomes, name="outcomes"),
    path("cycles/<slug:code>/", lists.cycle, name="cycle"),
    path("cycles/<slug:code>/options/", lists.options, name="options"),
    path("cycles/<slug:code>/ranking/", lists.places, name="ranking"),
    path("cycles/<slug:code>/ranking.csv", lists.places_file, name="ranking_file"),
    path("cycles/<slug:code>/release/", release.choose, name="choose_release"),
    path("cycles/<slug:code>/release/ask/", release.ask, name="ask_release"),
    path("cycles/<slug:code>/release/go/", release.release, name="release"),
    path("cycles/<slug:code>/changed/", release.show_changed, name="reconcile"),
    path("planned/<int:number>/cancel/", release.cancel, name="cancel_planned"),
    path("cycles/<slug:code>/seal/", seal.seal, name="seal"),
    path("cycles/<slug:code>/seal/ask/", seal.ask, name="ask_seal"),
    path("cycles/<slug:code>/seal/go/", seal.do_seal, name="do_seal"),
    path("cycles/<slug:code>/verify/", seal.verify, name="verify"),
    path("<int:number>/", result.result, name="result"),
    path("<int:number>/confirm/", result.confirm, name="confirm"),
    path("<int:number>/correct/", result.correct, name="correct"),
    path("<int:number>/pack.pdf", pack.pdf, name="pack"),
    path("<int:number>/pack.zip", pack.data, name="pack_data"),
    path("<int:number>/appeal/", appeal.new_appeal, name="new_appeal"),
    path("<int:number>/interview/", interview.interview, name="interview"),
    path("<int:number>/interview/write/", interview.write, name="write_interview"),
    path("<int:number>/interview/offer/", interview.offer, name="offer_interview"),
    path("<int:number>/interview/sign/", interview.sign, name="sign_interview"),
    path("<int:number>/interview/refusal/", interview.refusal, name="note_refusal"),
    path("<int:number>/interview/waive/", interview.waive, name="waive_interview"),
    path("corrections/<int:number>/decide/", result.decide, name="decide_correction"),
    path("appeals/<int:number>/", appeal.appeal, name="appeal"),
    path("appeals/<int:number>/withdraw/", appeal.withdraw, name="withdraw_appeal"),
    path("appeals/<int:number>/assign/", appeal.assign, name="assign_judge"),
    path("appeals/<int:number>/aside/", appeal.step_aside, name="step_aside"),
    path("appeals/<int:number>/ask/", appeal.ask, name="ask_side"),
    path("appeals/<int:number>/comment/", appeal.comment, name="comment_appeal"),
    path("appeals/<int:number>/decide/", appeal.decide, name="decide_appeal"),
    path("appeals/<int:number>/mended/", appeal.mended, name="mended"),
]
