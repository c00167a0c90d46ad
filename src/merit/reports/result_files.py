"""A period's result as files: written whole into a new folder that then takes the old one's place."""

import csv
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from merit.kernel.explain import as_data
from merit.kernel.period import Period
from merit.kernel.problems import Problem
from merit.kernel.refusals import ConflictRefusal
from merit.reports.result_tables import HEADINGS, Row, problem_rows, result_tables
from merit.reports.workbook import workbook
from merit.run import PeriodResult
from merit.workspace import Workspace


def results_folder(folder: Path, period: Period) -> Path:
    """Where `merit run` writes unless told otherwise."""
    return folder / "results" / str(period)


def result_files(result: PeriodResult) -> dict[str, bytes]:
    """Every result file by name except the workbook; the same result gives the same bytes."""
    files = {f"{name}.csv": _csv(HEADINGS[name], rows) for name, rows in result_tables(result).items()}
    files["explain.jsonl"] = "".join(f"{line}\n" for line in _explanations(result)).encode()
    return files


def write_result(place: Path, result: PeriodResult, workspace: Workspace, guarded: Sequence[Problem] = ()) -> None:
    """Write all result files, report.xlsx, guards.csv and data.json, which says what data they rest on."""
    as_of = workspace.figures.as_of
    data = {
        "as_of": as_of.isoformat() if as_of else "",
        "data": workspace.snapshot.fingerprint,
        "period": str(result.period),
    }
    files = result_files(result) | {"guards.csv": _csv(HEADINGS["problems"], problem_rows(guarded))}
    files |= {"report.xlsx": workbook(result), "data.json": json.dumps(data, indent=2).encode()}
    write_folder(place, files)


def write_folder(folder: Path, files: dict[str, bytes]) -> None:
    """Replace `folder` by one that holds exactly `files`; a failure leaves the old one untouched.

    Raises ConflictRefusal when the disk is full or the place cannot be written to.
    """
    try:
        _replace_folder(folder, files)
    except OSError as failed:
        reason = failed.strerror or str(failed)
        raise ConflictRefusal("reports.cannot_write", folder=str(folder), reason=reason) from failed


def _replace_folder(folder: Path, files: dict[str, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, content in files.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_bytes(content)
        fresh.chmod(0o755)
        if folder.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent)) / folder.name
            os.replace(folder, old)
            os.replace(fresh, folder)
            shutil.rmtree(old.parent)
        else:
            os.replace(fresh, folder)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _explanations(result: PeriodResult) -> Iterable[str]:
    for card in result.scorecards:
        for line, figure in (("total", card.total), ("grade", card.grade), ("on_duty", card.on_duty)):
            if figure is not None:
                yield _line({"person": card.person, "kind": "score", "of": card.plan, "line": line}, as_data(figure))
        for each in card.indicators:
            if each.points is not None:
                key = {"person": card.person, "kind": "indicator", "of": card.plan, "line": each.indicator}
                yield _line({**key, "segment": str(each.segment)}, as_data(each.weighted or each.points))
    for pay in result.pay_lines:
        key = {"person": pay.person, "kind": "pay", "of": pay.reward, "line": pay.line}
        concerns = {"concerns": str(pay.concerns)} if pay.concerns else {}
        yield _line({**key, **concerns}, as_data(pay.amount))


def _line(key: dict[str, str], working: object) -> str:
    return json.dumps({**key, "working": working}, ensure_ascii=False, separators=(",", ":"))


def _csv(heading: Row, rows: Iterable[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(harmless(row) for row in rows)
    return text.getvalue().encode()


def harmless(row: Row) -> Row:
    """A cell that a spreadsheet would run as a formula gets a leading apostrophe; numbers keep their sign."""
    return tuple(f"'{cell}" if cell[:1] in ("=", "+", "@", "\t", "\r") or _odd_minus(cell) else cell for cell in row)


def _odd_minus(cell: str) -> bool:
    return cell[:1] == "-" and not cell[1:].replace(".", "", 1).isdigit()
