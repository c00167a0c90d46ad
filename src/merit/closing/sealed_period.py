"""A sealed period on disk: sealed/<period>/ with seal.json, the definitions as they stood, and the result files.

Nothing in it is ever rewritten; a correction is a new entry in an open period that names this one.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal

DEFINITIONS = (
    "company.yaml",
    "guards.yaml",
    *(
        f"{name}.*"
        for name in (
            "people",
            "teams",
            "shops",
            "credits",
            "targets",
            "benchmarks",
            "ratings",
            "events",
            "grade_decisions",
            "pay_decisions",
            "refund_bearers",
            "notices",
            "contracts",
            "payroll",
            "losses",
            "guard_overrides",
            "manual_values",
            "platform_figures",
            "reconciliation_releases",
        )
    ),
    "catalogue/**/*.yaml",
    "plans/**/*.yaml",
    "rewards/**/*.yaml",
)


@dataclass(frozen=True, slots=True)
class Seal:
    """The fingerprints of everything a result rests on (SHA-256 in hex; `data` is the fact store's own)."""

    period: str
    as_of: str
    data: str
    definitions: str
    result: str
    merit: str

    @property
    def data_as_of(self) -> datetime | None:
        """The moment of the data, None when nothing had been loaded."""
        return datetime.fromisoformat(self.as_of) if self.as_of else None


def sealed_folder(folder: Path, period: Period) -> Path:
    """Where the sealed period stands or would stand."""
    return folder / "sealed" / str(period)


def read_seal(folder: Path, period: Period) -> Seal:
    """The seal. Raises NotFoundRefusal when the period is not sealed."""
    file = sealed_folder(folder, period) / "seal.json"
    if not file.is_file():
        raise NotFoundRefusal("closing.not_sealed", period=str(period))
    return Seal(**json.loads(file.read_text("utf-8")))


def seal_text(seal: Seal) -> bytes:
    """seal.json."""
    return (json.dumps(asdict(seal), indent=2, sort_keys=True) + "\n").encode()


def definition_files(folder: Path) -> dict[str, bytes]:
    """Every definition file of a company folder by its path inside it."""
    found = {path for pattern in DEFINITIONS for path in folder.glob(pattern) if path.is_file()}
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(found)}


def fingerprint(files: dict[str, bytes]) -> str:
    """SHA-256 over names and contents, in the order of names."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return digest.hexdigest()


def code_version() -> str:
    """The version of Merit that computed the result."""
    return version("merit")
