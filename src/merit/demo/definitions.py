"""What the demo company declares: people, shops, credits, sources, plans, targets, ratings, events and the rest."""

from importlib.resources import files
from pathlib import Path

from merit.demo import judgements, notices, targets
from merit.demo.credit_shares import HEADER, credit_rows
from merit.demo.files import write_csv
from merit.demo.own_profiles import write_own_profiles
from merit.demo.people import LEAVE_HEADER, SPELL_HEADER, TEAM_HEADER, Staff, leave_rows, spell_rows, team_rows
from merit.demo.sales_tables import Sales
from merit.demo.setting import Setting, text, world
from merit.demo.stories import write_readme

_COPIED = ("catalogue", "plans", "rewards")


def write_definitions(folder: Path, setting: Setting, staff: Staff, sales: Sales) -> None:
    """Everything that is not a fact."""
    write_csv(folder / "people.csv", SPELL_HEADER, spell_rows(setting, staff))
    write_csv(folder / "teams.csv", TEAM_HEADER, team_rows(staff))
    write_csv(folder / "credits.csv", HEADER, credit_rows(setting, staff))
    write_csv(folder / "facts" / "leave.csv", LEAVE_HEADER, leave_rows(setting, staff))
    shops = [(shop["shop"], shop["name"], shop["platform"], "Asia/Shanghai") for shop in world()["shops"]]
    write_csv(folder / "shops.csv", ("shop", "name", "platform", "time_zone"), shops)
    write_csv(folder / "targets.csv", targets.TARGET_HEADER, targets.target_rows(setting, staff, sales))
    write_csv(folder / "benchmarks.csv", targets.BENCHMARK_HEADER, targets.benchmark_rows(setting))
    write_csv(folder / "ratings.csv", judgements.RATING_HEADER, judgements.rating_rows(setting, staff))
    write_csv(folder / "events.csv", judgements.EVENT_HEADER, judgements.event_rows(setting, staff))
    write_csv(folder / "manual_values.csv", judgements.MANUAL_HEADER, judgements.manual_rows(setting, staff))
    write_csv(folder / "notices.csv", notices.NOTICE_HEADER, notices.notice_rows(setting, staff))
    _copy_texts(folder, setting)
    write_own_profiles(folder)
    write_readme(folder, setting, staff)


def _copy_texts(folder: Path, setting: Setting) -> None:
    """The definitions that are the same for every demo, but for the dates of the last month."""
    for name in ("company.yaml", "sources.yaml"):
        _write(folder / name, text(name))
    for name in ("posts.csv", "matters.csv"):
        _write(folder / name, "\ufeff" + text(name))
    for part in _COPIED:
        for path in sorted(files("merit.demo").joinpath("texts").joinpath(part).iterdir(), key=lambda at: at.name):
            written = path.read_text(encoding="utf-8")
            dated = written.replace("{FIRST}", str(setting.end.start)).replace("{LAST}", str(setting.end.last))
            _write(folder / part / path.name, dated)


def _write(path: Path, written: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written, encoding="utf-8", newline="\n")
