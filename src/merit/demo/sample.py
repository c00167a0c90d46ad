"""Sample facts for a company without any: three months of the demo's shops, credited to the company's own people."""

import csv
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from merit.demo.setting import Setting
from merit.demo.write import write_setting
from merit.kernel.period import Period

MONTHS, ORDERS = 3, 6_000
_COPIED = ("facts", "raw", "profiles")
_NOT_COPIED = ("facts/leave.csv", "raw/README.md")
_LIKE = {
    "cs_lead": "cs_agent",
    "operator_trainee": "operator",
    "operations_lead": "operator",
    "advertising_lead": "advertiser",
    "content_creator": "streamer",
    "content_lead": "streamer",
    "warehouse_lead": "packer",
    "supply_lead": "buyer",
    "finance_lead": "accountant",
    "tech_lead": "developer",
}
"""Posts of the demo whose work a template's people take over; the others have their template's name."""


@dataclass(frozen=True, slots=True)
class SampleRows:
    """Rows to add to shops and credits, so that the sample belongs to somebody."""

    shops: tuple[dict[str, str], ...]
    credits: tuple[dict[str, str], ...]


def write_sample(folder: Path, end: Period, people: Mapping[str, Sequence[str]]) -> SampleRows:
    """Write facts/, raw/, profiles/ and sources.yaml; `people` are the company's ids by template.

    What a demo person did falls to the people of the same template in turn, or to nobody where there are none.
    """
    with tempfile.TemporaryDirectory(prefix="merit-sample-") as made:
        demo = Path(made)
        write_setting(demo, Setting(seed=1, end=end, months=MONTHS, orders=ORDERS))
        heirs = _heirs(_read(demo / "people.csv"), people)
        _give(demo / "facts" / "tasks.csv", "owner", heirs)
        _give(demo / "facts" / "leads.csv", "owner", heirs)
        for name in _NOT_COPIED:
            (demo / name).unlink()
        for part in _COPIED:
            shutil.copytree(demo / part, folder / part, dirs_exist_ok=True)
        shutil.copyfile(demo / "sources.yaml", folder / "sources.yaml")
        shares = [
            row | {"person": heirs[row["person"]]} for row in _read(demo / "credits.csv") if row["person"] in heirs
        ]
        return SampleRows(tuple(_read(demo / "shops.csv")), tuple(_once(shares)))


def _heirs(staff: list[dict[str, str]], people: Mapping[str, Sequence[str]]) -> dict[str, str]:
    heirs: dict[str, str] = {}
    turn: dict[str, int] = {}
    for row in staff:
        like = _LIKE.get(row["post"], row["post"])
        own = people.get(like, ())
        if own and row["person"] not in heirs:
            heirs[row["person"]] = own[turn.get(like, 0) % len(own)]
            turn[like] = turn.get(like, 0) + 1
    return heirs


def _once(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Without rows that say the same twice, which would only be warned of."""
    return list({tuple(row.items()): row for row in rows}.values())


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _give(path: Path, column: str, heirs: Mapping[str, str]) -> None:
    """Rows of somebody without an heir are left out."""
    rows = [row | {column: heirs[row[column]]} for row in _read(path) if row[column] in heirs]
    header = next(csv.reader(path.read_text("utf-8-sig").splitlines()))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
