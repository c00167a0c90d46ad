"""Addresses of recognition."""

from django.urls import path

from merit_desk.recognition.views import awards, gifts, honours, options, points, valued, wall

app_name = "recognition"
urlpatterns = [
    path("", wall.recognition, name="recognition"),
    path("screen/", wall.screen, name="screen"),
    path("honours/", honours.honours, name="honours"),
    path("honours/new/", honours.put, name="new_honour"),
    path("honours/<int:number>/", honours.honour, name="honour"),
    path("honours/<int:number>/change/", honours.put, name="change_honour"),
    path("honours/<int:number>/rule/", honours.by_rule, name="by_rule"),
    path("nominations/<int:number>/", honours.nomination, name="nomination"),
    path("awards/<int:number>/", awards.award, name="award"),
    path("awards/<int:number>/consent/", awards.consent, name="consent"),
    path("awards/<int:number>/revoke/", awards.revoke, name="revoke"),
    path("awards/<int:number>/certificate.pdf", awards.certificate, name="certificate"),
    path("points/", points.points, name="points"),
    path("points/give/", points.give, name="give_points"),
    path("points/fitting/", points.fitting, name="fitting"),
    path("points/books/", points.registers, name="books"),
    path("points/books/<str:person>/", points.one_book, name="one_book"),
    path("gifts/new/", gifts.put, name="new_gift"),
    path("gifts/<int:number>/", gifts.put, name="change_gift"),
    path("gifts/<int:number>/ask/", gifts.ask, name="ask_gift"),
    path("redemptions/", gifts.redemptions, name="redemptions"),
    path("redemptions/<int:number>/step/", gifts.step, name="step_redemption"),
    path("options/", options.options, name="options"),
    path("options/new/", options.put, name="new_option"),
    path("options/<int:number>/", options.option, name="option"),
    path("options/<int:number>/change/", options.put, name="change_option"),
    path("options/<int:number>/step/", options.step, name="step_option"),
    path("valued/", valued.valued, name="valued"),
    path("valued/<int:number>/reach/", valued.reach, name="reach"),
    path("valued/rounds/", valued.rounds, name="rounds"),
    path("valued/rounds/<int:number>/", valued.one_round, name="round"),
    path("people/<str:person>/", valued.person, name="person"),
    path("people/<str:person>/ask/", valued.ask, name="ask_valued"),
]
