"""Addresses of the talks."""

from django.urls import path

from merit_desk.talks.views import comments, feedback, notes, pairs

app_name = "talks"
urlpatterns = [
    path("", feedback.talks, name="talks"),
    path("given/", feedback.given, name="given"),
    path("wall/", feedback.wall_page, name="wall"),
    path("give/", feedback.give, name="give"),
    path("ask/", feedback.ask, name="ask"),
    path("values/", feedback.values, name="values"),
    path("colleagues/", feedback.people_list, name="colleagues"),
    path("questions/<int:number>/", feedback.question, name="question"),
    path("questions/<int:number>/move/", feedback.move_question, name="move_question"),
    path("feedback/<int:number>/consent/", feedback.consent, name="consent"),
    path("people/", notes.people, name="people"),
    path("people/<str:person>/", notes.person, name="person"),
    path("notes/<int:number>/", notes.note, name="note"),
    path("notes/<int:number>/move/", notes.move_note, name="move_note"),
    path("pairs/", pairs.pairs, name="pairs"),
    path("pairs/<int:number>/", pairs.pair, name="pair"),
    path("pairs/<int:number>/plan/", pairs.plan, name="plan"),
    path("points/<int:number>/", pairs.deal, name="deal"),
    path("promises/<int:number>/", pairs.keep, name="keep"),
    path("talk/<int:number>/", pairs.talk, name="talk"),
    path("talk/<int:number>/own/", pairs.own, name="own"),
    path("talk/<int:number>/promise/", pairs.promising, name="promise"),
    path("talk/<int:number>/held/", pairs.held, name="held"),
    path("comments/<int:number>/take-back/", comments.take_back, name="take_back"),
    path("comments/<str:kind>/names/<path:subject>/", comments.mentionable, name="mentionable"),
    path("comments/<str:kind>/on/<path:subject>/", comments.comments, name="comments"),
]
