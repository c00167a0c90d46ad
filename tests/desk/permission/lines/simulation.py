"""Who may open which address of simulation."""

from merit_desk.simulation.models import Shadow, Simulation
from tests.desk.permission.line import line, post

WHO = "OHF"
ONE = "a simulation"
RUN = "a shadow"
GIVEN = {"title": "x", "first": "2026-10", "last": "2026-10"}

LINES = [
    *(line(f"simulation:{name}", WHO) for name in ("simulations", "new", "compare")),
    *(
        line(f"simulation:{name}", WHO, relation=ONE)
        for name in ("simulation", "board", "panel", "checks", "sensitivity", "people", "change", "delete")
    ),
    line("simulation:why", WHO, relation=ONE, what="share"),
    line("simulation:person", WHO, relation=ONE, person="cat"),
    *(line(f"simulation:{name}", WHO, relation=ONE) for name in ("csv", "xlsx")),
    *(post(f"simulation:{name}", WHO, relation=ONE) for name in ("move", "replay", "copy", "shadow_begin")),
    post("simulation:drafts", "OH", relation=ONE),
    line("simulation:shadow", WHO, relation=RUN),
    post("simulation:shadow_stop", WHO, relation=RUN),
    line("api:simulations", WHO),
    line("api:create_simulation", WHO, method="POST", body=GIVEN),
    *(line(f"api:{name}", WHO, relation=ONE) for name in ("simulation", "simulated_people")),
    line("api:simulated_person", WHO, relation=ONE, person="cat"),
    line("api:move_simulation", WHO, method="PUT", relation=ONE, body={"levers": {}, "based_on": 1}),
    line("api:replay_simulation", WHO, method="POST", relation=ONE, body={}),
    line("api:simulation_as_drafts", "OH", method="POST", relation=ONE, body={}),
    line("api:step_simulation", WHO, method="POST", relation=ONE, body={"do": "submit"}),
    line("api:delete_simulation", WHO, method="DELETE", relation=ONE),
    line("api:begin_shadow", WHO, method="POST", relation=ONE, body={"first": "2099-01", "last": "2099-02"}),
    line("api:shadow", WHO, relation=RUN),
    line("api:stop_shadow", WHO, method="POST", relation=RUN, body={}),
]


def _one(_letter, made):
    given = {"title": "x", "first": "2026-10", "last": "2026-10", "levers": {"k:A": "1.3"}}
    return Simulation.objects.create(**given, made_by=made["H"])


def _shadow(letter, made):
    span = {"first": "2099-01", "last": "2099-02"}
    return Shadow.objects.create(simulation=_one(letter, made), **span, made_by=made["H"])


MAKERS = {
    ONE: lambda letter, made: {"number": _one(letter, made).pk},
    RUN: lambda letter, made: {"number": _shadow(letter, made).pk},
}
ELSEWHERE = {
    "simulation:working": "test_pages.py of simulation: only a kept replay has workings",
    "simulation:shadow_person": "test_shadow.py of simulation: only a computed shadow has people",
    "simulation:step": "test_adopt.py of simulation: who may take which step",
    "simulation:of_job": "a job is seen by who started it",
}
