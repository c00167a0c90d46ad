"""The addresses of this app."""

from django.urls import path

from merit_desk.simulation.views import adopt, board, export, lists, people, shadows, write

app_name = "simulation"
_ONE = "<int:number>/"
urlpatterns = [
    path("", lists.simulations, name="simulations"),
    path("new/", write.new, name="new"),
    path("compare/", lists.compare, name="compare"),
    path("jobs/<int:number>/", lists.of_job, name="of_job"),
    path(_ONE, board.simulation, name="simulation"),
    path(f"{_ONE}board/", board.board, name="board"),
    path(f"{_ONE}panel/", board.panel_of, name="panel"),
    path(f"{_ONE}checks/", board.checks_of, name="checks"),
    path(f"{_ONE}sensitivity/", board.sensitivity, name="sensitivity"),
    path(f"{_ONE}why/<str:what>/", people.why, name="why"),
    path(f"{_ONE}people/", people.people, name="people"),
    path(f"{_ONE}people/<str:person>/", people.person, name="person"),
    path(
        "workings/<int:replay>/<str:side>/<str:period>/<str:person>/<str:reward>/<str:line>/<int:number>/",
        people.working,
        name="working",
    ),
    path(f"{_ONE}change/", write.change, name="change"),
    path(f"{_ONE}move/", write.move, name="move"),
    path(f"{_ONE}replay/", write.replay, name="replay"),
    path(f"{_ONE}copy/", write.copy, name="copy"),
    path(f"{_ONE}delete/", write.delete, name="delete"),
    path(f"{_ONE}drafts/", adopt.drafts, name="drafts"),
    path(f"{_ONE}step/", adopt.step, name="step"),
    path(f"{_ONE}export.csv", export.as_csv, name="csv"),
    path(f"{_ONE}export.xlsx", export.as_xlsx, name="xlsx"),
    path(f"{_ONE}shadow/", shadows.begin, name="shadow_begin"),
    path("shadows/<int:number>/", shadows.shadow, name="shadow"),
    path("shadows/<int:number>/stop/", shadows.stop, name="shadow_stop"),
    path("shadows/<int:number>/people/<str:person>/", shadows.person, name="shadow_person"),
]
