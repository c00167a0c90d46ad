"""Tasks of the desk become facts: an indicator of tasks opens down to the line of the task."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.urls import reverse

from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.workspace import open_workspace
from merit_desk.audit.models import Entry
from merit_desk.follow.jobs import bring_tasks
from merit_desk.follow.models import Task
from merit_desk.follow.queries.rows import FILE
from merit_desk.periods.actions.run import run_in_background
from merit_desk.periods.jobs import run_period
from tests.desk.conftest import viewer_as
from tests.desk.follow.world import client, task_in


class Running:
    """A job that nobody watches."""

    account = None

    def progress(self, done, total, **outcome):
        """Heard."""

    def cancelled(self):
        """Never."""
        return False


def moment(day, hour):
    """Shanghai is eight hours ahead."""
    return datetime(2026, 10, day, hour - 8, tzinfo=UTC)


def october(folder, kpi, person="cat"):
    """The value of October."""
    workspace = open_workspace(folder)
    return workspace.figures.value(kpi, Node(NodeKind.PERSON, person), Period.parse("2026-10")).value


@pytest.fixture
def tasks(own_folder):
    """Beside T1 (on time) and T2 (late) of tasks.csv: four of the desk, of which one was cancelled."""
    done = {"due": date(2026, 10, 16), "first_due": date(2026, 10, 16)}
    task_in("accepted", done_at=moment(16, 23), handed_in_at=moment(16, 23), quality=85, returned=1, **done)
    task_in("handed_in", handed_in_at=moment(15, 9), **done)
    task_in("open", due=date(2026, 10, 30), first_due=date(2026, 10, 20))
    task_in("cancelled", cancelled_at=moment(15, 9), **done)
    Task.objects.update(created_at=moment(12, 9))
    return own_folder


def test_what_was_handed_in_on_its_day_is_on_time_and_what_is_open_is_not(tasks):
    # of five due: T1, the accepted one at 23:00 of its day and the handed-in one are in time; T2 and the open one not
    assert october(tasks, "task_on_time") == Fraction(1, 2)
    bring_tasks(Running())
    assert october(tasks, "task_on_time") == Fraction(3, 5)


def test_the_day_agreed_at_first_counts_though_it_was_moved(tasks):
    bring_tasks(Running())
    line = next(line for line in (tasks / FILE).read_text("utf-8").splitlines() if ",2026-10-20T" in line)
    assert "2026-10-30" not in line


def test_quality_goes_into_the_facts_on_five_points(tasks):
    bring_tasks(Running())
    assert "desk-1," in (tasks / FILE).read_text("utf-8").replace(f"desk-{Task.objects.earliest('pk').pk},", "desk-1,")
    assert ",1,4.25\n" in (tasks / FILE).read_text("utf-8")


def test_bringing_twice_changes_nothing_and_a_return_takes_the_day_back(tasks):
    assert bring_tasks(Running())["loaded"] == 4
    entries = Entry.objects.count()
    assert bring_tasks(Running()) == {}
    assert Entry.objects.count() == entries
    Task.objects.filter(state="handed_in").update(state="returned", handed_in_at=None, returned=1)
    assert bring_tasks(Running())["replaced"] == 1
    assert october(tasks, "task_on_time") == Fraction(2, 5)


def test_the_facts_of_others_stay_as_they_are(tasks):
    before = (tasks / "facts" / "tasks.csv").read_bytes()
    bring_tasks(Running())
    assert (tasks / "facts" / "tasks.csv").read_bytes() == before


def test_without_any_task_no_file_is_written(own_folder):
    assert bring_tasks(Running()) == {}
    assert not (own_folder / FILE).exists()


def test_a_run_of_a_period_brings_them_first_and_the_figure_opens_down_to_the_task(tasks):
    run_in_background(viewer_as("owner"), "2026-10")
    run_period(Running(), "2026-10")
    where = ("2026-10", "2026-10", "task_on_time", "person", "cat")
    page = client("leader").get(reverse("explain:kpi", args=where)).content.decode()
    assert FILE in page


def test_who_neither_loads_nor_runs_finds_no_button(tasks):
    assert client("cat").post(reverse("follow:bring")).status_code == 404
    assert client("steward").post(reverse("follow:bring")).status_code == 302
