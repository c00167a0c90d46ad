"""The evidence pack as a zip: PDF, data, tables and seal, with a list of the SHA-256 of each."""

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings

from merit.closing.sealed_period import sealed_folder
from merit.kernel.period import Period
from merit_desk.outcomes.models import CycleSeal
from merit_desk.outcomes.queries.pack import Pack
from merit_desk.outcomes.queries.typeset import pack_pdf

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The same pack gives the same bytes, whenever it is taken."""


def pack_zip(pack: Pack) -> bytes:
    """Every file, and manifest.json that lists their digests."""
    files = {f"{pack.name}.pdf": pack_pdf(pack), "data.json": _json(pack.data)}
    files["scores.csv"] = _csv(_last_version(pack.data).get("indicators", []))
    files["trail.csv"] = _csv(pack.data["trail"])
    if "pay" in pack.data:
        files["pay.csv"] = _csv(pack.data["pay"])
    files |= _seals(pack)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    manifest = {"merit": pack.version, "fingerprint": pack.digest, "files": digests}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {"manifest.json": _json(manifest), **files}.items():
            made.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _last_version(data: dict[str, Any]) -> dict[str, Any]:
    versions = data["record"]["outcomes"]["versions"]
    found: dict[str, Any] = versions[-1] if versions else {}
    return found


def _seals(pack: Pack) -> dict[str, bytes]:
    cycle = pack.one.cycle
    seal = CycleSeal.objects.filter(cycle=cycle).first()
    if seal is None:
        return {}
    own = {**seal.content, "records": {pack.one.person: seal.content["records"].get(pack.one.person, "")}}
    found = {"cycle-seal.json": _json({"digest": seal.digest, "content_for_this_person": own})}
    file = sealed_folder(Path(settings.MERIT_COMPANY), Period.parse(cycle.period)) / "seal.json"
    return found | ({"period-seal.json": file.read_bytes()} if file.is_file() else {})


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True).encode()


def _csv(rows: list[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    heads = list(rows[0]) if rows else ["empty"]
    writer.writerow(heads)
    for row in rows:
        cells = ("" if row.get(name) is None else str(row[name]) for name in heads)
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) and not _number(cell) else cell for cell in cells])
    return ("\ufeff" + out.getvalue()).encode()


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
