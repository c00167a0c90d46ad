"""A company of one person that gets its figures from exports of platforms, and what `merit query` says of them."""

import csv
import io
from pathlib import Path

from typer.testing import CliRunner

from merit.cli.main import app

EXPORTS = Path(__file__).with_name("exports")
"""One small file per layout, with invented values."""
FILES = {
    "company.yaml": "name: 出海小店\ncurrency: CNY\ntime_zone: Asia/Shanghai\nholidays: CN\nregion: CN-44\n",
    "people.csv": "person,name,post,team,manager,from,to,status,wage\nzoe,佐伊,boss,all,,2026-01-01,,regular,9000\n",
    "teams.csv": "team,name,parent,leader,kind,from,to\nall,出海小店,,zoe,company,,\n",
    "shops.csv": (
        "shop,name,platform,time_zone\ntb,淘宝店,taobao,Asia/Shanghai\njd,京东店,jd,Asia/Shanghai\n"
        "pdd,拼多多店,pinduoduo,Asia/Shanghai\ndy,抖店,douyin,Asia/Shanghai\n"
        "web,独立站,own,America/New_York\namz,亚马逊,amazon,America/Los_Angeles\n"
    ),
}


def folder_with(tmp_path: Path, sources: list[str], exports: dict[str, str | bytes]) -> Path:
    """The company with those entries of sources.yaml and those files in raw/."""
    entries = "sources:\n" + "".join(f"  - {{{each}}}\n" for each in sources)
    for name, content in {**FILES, "sources.yaml": entries, **exports}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return tmp_path


def loaded(folder: Path) -> str:
    """What `merit load` prints; it must find nothing wrong."""
    result = CliRunner().invoke(app, ["load", str(folder)])
    assert result.exit_code == 0, (result.output, result.exception)
    assert "错误" not in result.output, result.output
    return result.output


def figures(folder: Path, kpis: str, by: str = "", first: str = "2026-10") -> dict[str, str]:
    """`merit query`: the value by KPI, and by KPI and node when asked `by` something."""
    options = ["--by", by] if by else []
    asked = ["query", str(folder), "--kpi", kpis, "--from", first, "--to", first, "--format", "csv", *options]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0, (result.output, result.exception)
    rows = csv.DictReader(io.StringIO(result.output))
    return {" ".join([row["kpi"], *([row[by]] if by else [])]): row["value"] for row in rows}


def header_of(name: str) -> str:
    """The header row of a layout as its platform writes it; some names end in a blank."""
    return (EXPORTS / f"{name}.csv").read_text("utf-8").split("\n", 1)[0]


def csv_text(header: str, rows: list[dict[str, str]]) -> str:
    """Rows under a header of names; what is not given is empty; a name that the header lacks is a mistake."""
    names = [name.strip() for name in header.split(",")]
    assert not {name for row in rows for name in row} - set(names)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return out.getvalue()
