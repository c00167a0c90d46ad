"""README files of the demo company, which tell what is planted where."""

from collections.abc import Sequence
from pathlib import Path

import yaml

from merit.demo import people
from merit.demo.credit_shares import BURNING_CAMPAIGN
from merit.demo.goods import LATE_SUPPLIER, SOLD_OUT_PRODUCT
from merit.demo.people import Place, Staff
from merit.demo.planted import PICKY_AGENT, SELF_BUYER
from merit.demo.setting import Setting, text, world
from merit.demo.targets import SANDBAGGER

_PEOPLE: dict[str, Place] = {
    "fast": people.FAST_AGENT,
    "moved": people.TRANSFERRED,
    "left": people.LEAVER,
    "new": people.NEW_AGENT,
    "trainee": people.NEW_OPERATOR,
    "maternity": people.ON_MATERNITY_LEAVE,
    "two": people.TWO_MANAGERS,
    "veto": people.RED_LINE,
    "own": SELF_BUYER,
    "picky": PICKY_AGENT,
    "low": SANDBAGGER,
}


def write_readme(folder: Path, setting: Setting, staff: Staff) -> None:
    """README.md, Chinese first."""
    told = yaml.safe_load(text("readme.yaml"))
    members = {name: staff.at(place) for name, place in _PEOPLE.items()}
    before = str(setting.month(min(1, setting.months - 1)))
    gaps = {
        **{name: member.person for name, member in members.items()},
        **{f"{name}_name": member.name for name, member in members.items()},
        "first": str(setting.first_day),
        "last": str(setting.end.last),
        "end": str(setting.end),
        "months": str(setting.months),
        "campaign": BURNING_CAMPAIGN,
        "supplier": LATE_SUPPLIER,
        "supplier_name": world()["suppliers"][LATE_SUPPLIER],
        "sold_out": SOLD_OUT_PRODUCT,
        "brush_month": before,
        "gap_month": before,
    }
    _write(folder / "README.md", f"{told['zh']}\n{told['en']}".format_map(gaps))


def write_raw_readme(folder: Path, spoiled: Sequence[str]) -> None:
    """raw/README.md: where the spoiled rows stand."""
    told = yaml.safe_load(text("readme.yaml"))["raw"]
    _write(folder / "raw" / "README.md", told + "\n".join(spoiled) + "\n")


def _write(path: Path, written: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written, encoding="utf-8", newline="\n")
