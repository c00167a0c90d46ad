"""过程管理: progress reports, tasks with hand-in and check, requests across departments."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from merit.follow.recurrence import Every
from merit.follow.request import RequestMove
from merit.follow.task import TaskMove
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.follow import (
    AnswerAsked,
    ReportAsked,
    ReportGiven,
    RequestAsked,
    RequestGiven,
    RequestStepAsked,
    RequestWithSteps,
    SeriesAsked,
    SeriesGiven,
    TaskAsked,
    TaskChangeAsked,
    TaskGiven,
    TaskStepAsked,
    TaskWithSteps,
)
from merit_desk.api.forms.given import Page
from merit_desk.api.forms.given_work import JobGiven
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, operation
from merit_desk.follow.actions.bringing import bring_in_background
from merit_desk.follow.actions.checkins import answer_report, save_report, send_report, take_report_back
from merit_desk.follow.actions.recurring import Repeated, begin_series, stop_series
from merit_desk.follow.actions.requests import ask, step_request
from merit_desk.follow.actions.tasks import change_task, give_task, step_task
from merit_desk.follow.given import Asking, Given, Reply, Said, Words
from merit_desk.follow.models import CheckIn, Request, Task
from merit_desk.follow.queries.reach import (
    checkin_of,
    checkins_visible_to,
    may_write,
    request_of,
    requests_visible_to,
    task_of,
    tasks_visible_to,
)
from merit_desk.follow.queries.recurring import series_visible_to

router = Router(tags=["follow"])
Filter = Annotated[str, Query(max_length=64)]


@router.get("/follow/tasks", **operation("tasks", Scope.CYCLES, Page[TaskGiven]))
def list_tasks(
    request: HttpRequest, owner: Filter = "", state: Filter = "", limit: Limit = LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """Tasks in the asker's sight, oldest first."""
    wanted = {name: value for name, value in (("owner", owner), ("state", state)) if value}
    return page_of(tasks_visible_to(_reading(request)).filter(**wanted), _number_of, limit, cursor)


@router.post("/follow/tasks", **operation("give_task", Scope.CYCLES_WRITE, TaskGiven, 201))
def give_one(request: HttpRequest, asked: TaskAsked) -> Status[Any]:
    """Give a task to oneself or to somebody below."""
    return Status(201, give_task(_writing(request), _given(asked)))


@router.get("/follow/tasks/{int:number}", **operation("task", Scope.CYCLES, TaskWithSteps))
def read_task(request: HttpRequest, number: int) -> Any:
    """One task with its steps."""
    return _with_steps(task_of(_reading(request), _bounded(number)))


@router.put("/follow/tasks/{int:number}", **operation("change_task", Scope.CYCLES_WRITE, TaskGiven))
def change_one(request: HttpRequest, number: int, asked: TaskChangeAsked) -> Any:
    """Change a task that is still to be done; 409 when somebody changed it since `version`."""
    return change_task(_writing(request), _bounded(number), _given(asked), asked.version)


@router.post("/follow/tasks/{int:number}/steps", **operation("step_task", Scope.CYCLES_WRITE, TaskWithSteps))
def step_of_task(request: HttpRequest, number: int, asked: TaskStepAsked) -> Any:
    """Hand in, accept, return, block, cancel and so on."""
    said = Said(asked.note, tuple(asked.links), asked.quality)
    return _with_steps(step_task(_writing(request), _bounded(number), TaskMove(asked.move), said))


@router.get("/follow/series", **operation("task_series", Scope.CYCLES, Page[SeriesGiven]))
def list_series(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Tasks that come back."""
    return page_of([each.series for each in series_visible_to(_reading(request))], _number_of, limit, cursor)


@router.post("/follow/series", **operation("begin_series", Scope.CYCLES_WRITE, SeriesGiven, 201))
def begin_one(request: HttpRequest, asked: SeriesAsked) -> Status[Any]:
    """Begin a task that comes back; `due` is the first day."""
    return Status(201, begin_series(_writing(request), _given(asked), Repeated(Every(asked.every), asked.due)))


@router.delete("/follow/series/{int:number}", **operation("stop_series", Scope.CYCLES_WRITE, SeriesGiven))
def stop_one(request: HttpRequest, number: int) -> Any:
    """No more of them are made."""
    return stop_series(_writing(request), _bounded(number))


@router.get("/follow/requests", **operation("requests", Scope.CYCLES, Page[RequestGiven]))
def list_requests(
    request: HttpRequest, state: Filter = "", limit: Limit = LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """Requests in the asker's sight, oldest first."""
    found = requests_visible_to(_reading(request))
    return page_of(found.filter(state=state) if state else found, _number_of, limit, cursor)


@router.post("/follow/requests", **operation("ask", Scope.CYCLES_WRITE, RequestGiven, 201))
def ask_one(request: HttpRequest, asked: RequestAsked) -> Status[Any]:
    """Ask somebody, or the leader of a team."""
    return Status(201, ask(_writing(request), Asking(**asked.model_dump())))


@router.get("/follow/requests/{int:number}", **operation("request", Scope.CYCLES, RequestWithSteps))
def read_request(request: HttpRequest, number: int) -> Any:
    """One request with its trace."""
    return _with_steps(request_of(_reading(request), _bounded(number)))


@router.post("/follow/requests/{int:number}/steps", **operation("step_request", Scope.CYCLES_WRITE, RequestWithSteps))
def step_of_request(request: HttpRequest, number: int, asked: RequestStepAsked) -> Any:
    """Answer, accept, decline, finish, hand on, close and so on."""
    reply = Reply(asked.note, asked.to, asked.as_task)
    return _with_steps(step_request(_writing(request), _bounded(number), RequestMove(asked.move), reply))


@router.get("/follow/reports", **operation("reports", Scope.CYCLES, Page[ReportGiven]))
def list_reports(
    request: HttpRequest, week: Filter = "", person: Filter = "", limit: Limit = LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """One's own reports, and sent ones of the people whose follow-up the asker reads."""
    wanted = {name: value for name, value in (("week", week), ("person", person)) if value}
    found = checkins_visible_to(_reading(request)).filter(**wanted).prefetch_related("answers")
    page = page_of(found, _number_of, limit, cursor)
    return page | {"items": [_report(each) for each in page["items"]]}


@router.put("/follow/reports/{week}", **operation("write_report", Scope.CYCLES_WRITE, ReportGiven))
def put_report(request: HttpRequest, week: str, asked: ReportAsked) -> Any:
    """Save one's own report of the week as a draft, or send it."""
    confidence = None if asked.confidence is None else {key: str(value) for key, value in asked.confidence.items()}
    words = Words(asked.went_well, asked.stuck, asked.plans, asked.help_needed, confidence)
    write = send_report if asked.send else save_report
    return _report(write(_writing(request), week[:8], words, asked.version))


@router.post("/follow/reports/{int:number}/answers", **operation("answer_report", Scope.CYCLES_WRITE, ReportGiven))
def answer_one(request: HttpRequest, number: int, asked: AnswerAsked) -> Any:
    """Answer a report of one's people."""
    return _report(answer_report(_writing(request), _bounded(number), asked.text))


@router.post("/follow/reports/{int:number}/draft", **operation("take_report_back", Scope.CYCLES_WRITE, ReportGiven))
def draft_again(request: HttpRequest, number: int) -> Any:
    """Make one's own report a draft again while nobody has answered."""
    viewer = _writing(request)
    checkin_of(viewer, _bounded(number))
    return _report(take_report_back(viewer, number))


@router.post("/follow/facts", **operation("bring_tasks", Scope.CYCLES_WRITE, JobGiven, 202))
def bring_now(request: HttpRequest) -> Status[Any]:
    """Bring the tasks into the facts now, in the background; every run of a period does so by itself."""
    return Status(202, bring_in_background(viewer_asking(request)))


def _reading(request: HttpRequest) -> Viewer:
    viewer = viewer_asking(request)
    if not viewer.roles:
        raise NotFoundRefusal("refusal.no_such_page")
    return viewer


def _writing(request: HttpRequest) -> Viewer:
    viewer = viewer_asking(request)
    if not may_write(viewer):
        raise NotFoundRefusal("refusal.no_such_page")
    return viewer


def _given(asked: TaskAsked) -> Given:
    fields = asked.model_dump(exclude={"version", "every", "after"})
    return Given(**fields, after=tuple(asked.after))


def _with_steps(found: Task | Request) -> dict[str, Any]:
    kind = TaskWithSteps if isinstance(found, Task) else RequestWithSteps
    return {name: getattr(found, name) for name in kind.model_fields if name != "steps"} | {
        "steps": list(found.steps.all())
    }


def _report(found: CheckIn) -> dict[str, Any]:
    names = [name for name in ReportGiven.model_fields if name != "answers"]
    return {name: getattr(found, name) for name in names} | {"answers": list(found.answers.all())}


def _number_of(found: Any) -> tuple[int]:
    return (found.pk,)


def _bounded(number: int) -> int:
    if not 0 < number < 2**62:
        raise NotFoundRefusal("refusal.no_such_page")
    return number
