"""The steps of the set-up and which of them are done; what is done is seen in the folder itself."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.documents.actions.drafts import draft_of
from merit_desk.documents.queries.current import current
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.parts import Step, StepState
from merit_desk.shell.sentences import say

ABOUT = "set-up"
STEPS = ("account", "company", "organisation", "shops", "templates", "data", "period")


def kept(viewer: Viewer) -> dict[str, Any]:
    """What was typed and chosen so far. Raises NotFoundRefusal when this viewer sets nothing up (any more)."""
    draft = draft_of(viewer, ABOUT)
    if draft is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return dict(draft.content)


def done(content: dict[str, Any]) -> set[str]:
    """Steps that need not be asked again."""
    found = {"account", *content.get("skipped", ())}
    files = {"company": "company.yaml", "organisation": "people.csv", "shops": "shops.csv"}
    found |= {step for step, file in files.items() if current(file).text is not None}
    if any((Path(settings.MERIT_COMPANY) / "plans").glob("*.yaml")):
        found.add("templates")
    if content.get("data"):
        found.add("data")
    if periods_run():
        found.add("period")
    return found


def next_step(content: dict[str, Any]) -> str:
    """The first step that is not done; the last one when all are."""
    settled = done(content)
    return next((step for step in STEPS if step not in settled), STEPS[-1])


def shown_steps(now: str, content: dict[str, Any] | None) -> list[Step]:
    """For the stepper: every step that was done can be gone back to, except the account."""
    settled = done(content) if content is not None else set()
    steps = []
    for step in STEPS:
        state = StepState.NOW if step == now else StepState.DONE if step in settled else StepState.NEXT
        back = step != "account" and (step in settled or (content is not None and step == next_step(content)))
        steps.append(Step(say(f"setup.step.{step}"), state, reverse(f"setup:{step}") if back else ""))
    return steps


def step_before(step: str) -> str:
    """The address of the step before; empty for the first that can be gone back to."""
    place = STEPS.index(step) if step in STEPS else 0
    return reverse(f"setup:{STEPS[place - 1]}") if place > 1 else ""


def step_after(step: str) -> str:
    """The address of the step that follows."""
    return reverse(f"setup:{STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]}")
