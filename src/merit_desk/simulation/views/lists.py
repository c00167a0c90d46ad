"""All simulations, several side by side, and the way back from a job."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.jobs.queries.visible import job_of
from merit_desk.shell.sentences import say
from merit_desk.simulation.models import Shadow
from merit_desk.simulation.queries.compared import compared
from merit_desk.simulation.queries.kept import simulation_of
from merit_desk.simulation.queries.kept import simulations as every_simulation

MOST = 4


@access(Can.SIMULATE)
@require_GET
def simulations(request: HttpRequest) -> HttpResponse:
    """The last changed first, with the shadows under way."""
    viewer = viewer_of(request)
    shadows = Shadow.objects.select_related("simulation").filter(stopped_at=None)
    page = {"title": say("simulation.title"), "here": "simulation", "simulations": every_simulation(viewer)}
    return render(request, "simulation/simulations.html", page | {"shadows": shadows})


@access(Can.SIMULATE)
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Up to four replays side by side: cost, share, who gains and loses, and everybody's difference."""
    viewer = viewer_of(request)
    numbers = [
        int(each) for each in request.GET.getlist("with") if each.isascii() and each.isdigit() and len(each) < 12
    ]
    chosen = [simulation_of(viewer, number) for number in dict.fromkeys(numbers)][:MOST]
    page = {"title": say("simulation.compare"), "here": "simulation", "table": compared(chosen)}
    return render(request, "simulation/compare.html", page)


@access(Can.SIMULATE)
@require_GET
def of_job(request: HttpRequest, number: int) -> HttpResponse:
    """The simulation that a job replayed."""
    job = job_of(viewer_of(request), number)
    if job.kind != "simulation.replay":
        raise NotFoundRefusal("refusal.no_such_page")
    return redirect("simulation:simulation", job.parameters["simulation"])
