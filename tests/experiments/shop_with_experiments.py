"""The tiny company with a test of its detail page: 800 visitors of October, some of whom came in September too."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

PAGE = """\
experiment: page
title: {zh: 新详情页, en: New detail page}
hypothesis: {zh: 图大一些，买的人多一些, en: Larger pictures sell more}
owner: ann
deciders: [leader]
shops: [s1]
unit: visitor
start: 2026-10-01
end: 2026-10-28
arms:
  - {arm: old, share: 50%, title: {zh: 旧页, en: old page}}
  - {arm: new, share: 50%, title: {zh: 新页, en: new page}}
metrics:
  - {metric: bought, role: primary, kind: binary, kpi: cvr_session, minimum_effect: 2%, worth: 40,
     title: {zh: 支付转化率, en: Conversion}}
  - {metric: pages, kind: mean, kpi: pageviews}
  - {metric: pages_a_visit, role: guardrail, kind: ratio, kpi: pages_per_session, margin: 50%}
covariate_days: 28
segments:
  - {segment: device, of: visits.device, since: 2026-09-20}
  - {segment: channel, of: visits.channel, since: 2026-10-09}
"""

TOTALS = """\
experiment: ad-text
title: {zh: 两句广告词, en: Two lines}
hypothesis: {zh: 短的点得多, en: The short one is clicked more}
owner: bob
unit: campaign
start: 2026-10-01
end: 2026-10-14
arms:
  - {arm: long, share: 0.5}
  - {arm: short, share: 0.5}
assignment: totals
metrics:
  - {metric: clicked, role: primary, kind: binary, minimum_effect: 5%}
"""


def write_experiments(folder: Path, old: int = 400, new: int = 400) -> None:
    """The files of both experiments with their facts.

    Of the old arm every tenth visitor buys, of the new one every fourth. Every visitor comes in once, on one of ten
    days, sees two or four pages in one visit; every other one saw two pages in September as well.
    """
    (folder / "experiments").mkdir()
    (folder / "experiments" / "page.yaml").write_text(PAGE, "utf-8")
    (folder / "experiments" / "ads.yaml").write_text(TOTALS, "utf-8")
    visits: list[tuple[object, ...]] = []
    assigned: list[tuple[object, ...]] = []
    for arm, count, every in (("old", old, 10), ("new", new, 4)):
        for number in range(count):
            visitor, at = f"{arm}-{number}", datetime(2026, 10, 1 + number % 10, 9, 30)  # noqa: DTZ001
            device = "phone" if number % 5 else "desktop"
            assigned.append(("page", "", visitor, arm, at.isoformat()))
            visits.append((f"{visitor}-b", visitor, "s1", "search", device, (at + timedelta(minutes=5)).isoformat(), 2 + number // 2 % 2 * 2, number % every == 0))  # fmt: skip # noqa: E501
            if number % 2:
                visits.append((f"{visitor}-a", visitor, "s1", "search", device, "2026-09-20T12:00:00", 2, False))
    # came into both arms: the first one counts
    assigned.append(("page", "", "old-0", "new", "2026-10-05T10:00:00"))
    assigned.append(("page", "", "lost", "third", "2026-10-05T10:00:00"))
    _write(folder / "facts/visits.csv", ("visit_id", "visitor", "shop", "channel", "device", "started_at", "pageviews", "purchased"), visits)  # fmt: skip # noqa: E501
    _write(folder / "facts/experiment_assignments.csv", ("experiment", "unit", "customer", "arm", "assigned_at"), assigned)  # fmt: skip # noqa: E501
    daily = [(f"2026-10-0{day}", "ad-text", arm, "clicked", 5000, clicks) for day in range(1, 7) for arm, clicks in (("long", 150), ("short", 200))]  # fmt: skip # noqa: E501
    _write(folder / "facts/experiment_daily.csv", ("day", "experiment", "arm", "metric", "units", "successes"), daily)


def _write(path: Path, heading: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(heading)
        writer.writerows(rows)
