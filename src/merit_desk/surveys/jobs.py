"""Customers' answers as rows of the fact table `surveys`, so that satisfaction KPIs open down to each of them."""

import csv
import io
import os
from typing import Any

from merit_desk.intake.jobs import load
from merit_desk.intake.queries.places import inside
from merit_desk.jobs.bodies import Running, job_body
from merit_desk.surveys.models import CustomerAnswer

ANSWERS = "facts/surveys/desk.csv"
_COLUMNS = ("survey_id", "kind", "respondent", "shop", "agent", "sent_at", "answered_at", "score")


@job_body("surveys.publish")
def publish(running: Running) -> dict[str, Any] | None:
    """Write the file anew and load it; an answer that was changed becomes a new version of its row."""
    place = inside(ANSWERS)
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_name(".desk.csv.new")
    with fresh.open("w", encoding="utf-8", newline="") as out:
        out.write(answers_text())
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(place)
    return load(running, [ANSWERS])


def answers_text() -> str:
    """The file: one row per answer, by its number."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(_COLUMNS)
    for each in CustomerAnswer.objects.select_related("link__survey").order_by("pk"):
        survey = each.link.survey
        sent, at = each.link.made_at.isoformat(timespec="seconds"), each.at.isoformat(timespec="seconds")
        rows.writerow(
            (f"desk-{each.pk}", survey.kind, each.origin[:16], survey.shop, each.link.agent, sent, at, each.score)
        )
    return out.getvalue()
