"""Addresses of the reviews."""

from django.urls import path

from merit_desk.reviews.views import answer, form, proposals, raters, review

app_name = "reviews"
urlpatterns = [
    path("", review.reviews, name="reviews"),
    path("cycles/<str:code>/form/", form.form, name="form"),
    path("cycles/<str:code>/publish/", review.publishing, name="publish"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/new/", proposals.proposing, name="propose"),
    path("proposals/<int:number>/", proposals.proposal, name="proposal"),
    path("proposals/<int:number>/effect/", proposals.measuring, name="measure"),
    path("proposals/<int:number>/judges/", proposals.naming, name="name_judge"),
    path("proposals/<int:number>/grade/", proposals.judging, name="judge"),
    path("proposals/<int:number>/<str:move>/", proposals.moving, name="move_proposal"),
    path("<int:number>/", review.review, name="review"),
    path("<int:number>/endorse/", review.endorsing, name="endorse"),
    path("<int:number>/return/", review.returning, name="return"),
    path("<int:number>/raters/", raters.raters, name="raters"),
    path("<int:number>/raters/nominate/", raters.nominating, name="nominate"),
    path("<int:number>/raters/approve/", raters.approving, name="approve"),
    path("<int:number>/raters/<int:rater>/withdraw/", raters.withdrawing, name="withdraw"),
    path("<int:number>/as/<str:side>/", answer.answer, name="answer"),
    path("<int:number>/as/<str:side>/save/", answer.saving, name="save"),
    path("<int:number>/as/<str:side>/total/", answer.total, name="total"),
    path("<int:number>/as/<str:side>/revise/", answer.revising, name="revise"),
    path("<int:number>/as/<str:side>/decline/", answer.declining, name="decline"),
]
