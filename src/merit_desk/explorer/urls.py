"""Addresses of the explorer and of dashboards."""

from django.urls import URLPattern, URLResolver, path

from merit_desk.explorer.views import boards, cause, explore

app_name = "explorer"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", explore.explore, name="explore"),
    path("view.csv", explore.export_csv, name="csv"),
    path("view.xlsx", explore.export_workbook, name="workbook"),
    path("why/", cause.cause, name="why"),
    path("why/leads/", cause.leads, name="why_leads"),
    path("why/parts.csv", cause.export, name="why_csv"),
    path("card/", boards.card, name="card"),
    path("boards/", boards.boards, name="dashboards"),
    path("boards/new/", boards.create, name="create"),
    path("boards/put/", boards.put, name="put"),
    path("boards/of/<str:role>/", boards.role_board, name="role_board"),
    path("boards/<int:board>/", boards.board, name="board"),
    path("boards/<int:board>/edit/", boards.edit, name="edit"),
    path("boards/<int:board>/change/", boards.change, name="change"),
    path("boards/<int:board>/arrange/", boards.arrange, name="arrange"),
    path("boards/<int:board>/text/", boards.add_text, name="add_text"),
    path("boards/<int:board>/cards/<int:card>/", boards.change_card, name="change_card"),
    path("boards/<int:board>/delete/", boards.ask_delete, name="ask_delete"),
    path("boards/<int:board>/delete/now/", boards.delete, name="delete"),
]
