"""Addresses of the organisation: the chart, people, teams, credits, shops and posts."""

from django.urls import path

from merit_desk.people.views import business, chart, credited, people, teams

app_name = "people"
urlpatterns = [
    path("", chart.chart, name="chart"),
    path("teams/new/", teams.founding, name="found_team"),
    path("teams/<str:team>/", chart.team, name="team"),
    path("teams/<str:team>/people/", chart.team_people, name="team_people"),
    path("teams/<str:team>/change/", teams.changing, name="change_team"),
    path("teams/<str:team>/end/", teams.ending, name="end_team"),
    path("people/new/", people.joining, name="join"),
    path("people/<str:person>/", people.person, name="person"),
    path("people/<str:person>/move/", people.moving, name="move"),
    path("people/<str:person>/leave/", people.leaving, name="leave"),
    path("credits/", credited.all_credits, name="credits"),
    path("credits/new/", credited.new_subject, name="new_subject"),
    path("credits/<str:kind>/<str:subject>/", credited.shares, name="shares"),
    path("credits/<str:kind>/<str:subject>/days/", credited.preview, name="share_days"),
    path("shops/", business.shops, name="shops"),
    path("shops/new/", business.shop, name="new_shop"),
    path("shops/<str:shop>/", business.shop, name="shop"),
    path("posts/", business.posts, name="posts"),
    path("posts/<str:post>/", business.post, name="post"),
    path("posts/<str:post>/describe/", business.describing, name="describe"),
    path("matters/new/", business.matter, name="new_matter"),
    path("matters/<int:number>/", business.matter, name="matter"),
]
