"""Writes targets.csv and manual_values.csv from the team productivity file. Usage: python prepare.py DATA.

DATA is the folder with garment_team_productivity/. Every team-day becomes one entered value and one target.
"""

import csv
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

SOURCE = Path("garment_team_productivity", "garments_worker_productivity.csv")
KPI = "productivity"
DEPARTMENTS = {"sweing": "sewing", "sewing": "sewing", "finishing": "finishing"}
VALUES = ("kpi", "node_kind", "node", "period", "value", "entered_by", "confirmed_by", "evidence")
TARGETS = ("kpi", "node_kind", "node", "period", "target", "reason")


def prepare(data: Path, folder: Path) -> int:
    """Keep the file in raw/, write both tables below `folder`, and tell how many team-days there are."""
    packed = (data / SOURCE).read_bytes()
    raw = folder / "raw" / SOURCE.name
    raw.parent.mkdir(parents=True, exist_ok=True)
    raw.write_bytes(packed)
    days = list(team_days(raw))
    values = [
        (KPI, "team", team, day, actual, head, "G00", f"{SOURCE.name}:{line}")
        for line, team, day, head, actual, _ in days
    ]
    targets = [(KPI, "team", team, day, target, f"{SOURCE.name}:{line}") for line, team, day, _, _, target in days]
    write(folder / "manual_values.csv", VALUES, values)
    write(folder / "targets.csv", TARGETS, targets)
    return len(days)


def team_days(raw: Path) -> Iterator[tuple[int, str, str, str, str, str]]:
    """Line, team, day, head, actual and target of every row, as written there."""
    with raw.open(encoding="utf-8", newline="") as stream:
        for line, row in enumerate(csv.DictReader(stream), start=2):
            month, day, year = map(int, row["date"].split("/"))
            number = int(row["team_no"])
            team = f"line-{number:02d}-{DEPARTMENTS[row['department'].strip()]}"
            at = date(year, month, day).isoformat()
            yield line, team, at, f"G{number:02d}", row["actual_productivity"], row["targeted_productivity"]


def write(file: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """A table of the company folder."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *rows])


if __name__ == "__main__":
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / SOURCE).is_file():
        sys.exit(f"usage: python prepare.py DATA   (a folder that holds {SOURCE})")
    here = Path(__file__).resolve().parent
    sys.stdout.write(f"{here}: {prepare(Path(sys.argv[1]), here):,} team-days in manual_values.csv and targets.csv\n")
