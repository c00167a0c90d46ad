"""Verify a sealed period: recompute it from its own definitions and data as of its seal, and compare byte for byte."""

from dataclasses import dataclass
from pathlib import Path

from merit.closing.compute import computed_period
from merit.closing.sealed_period import Seal, definition_files, fingerprint, read_seal, sealed_folder
from merit.kernel.period import Period
from merit.reports.result_files import result_files
from merit.run import broken_steps
from merit.workspace import open_workspace


@dataclass(frozen=True, slots=True)
class Verification:
    """`differences` names what no longer agrees: data, definitions, a rule, a result file and its differing line."""

    seal: Seal
    files: int
    differences: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """True when everything agrees to the byte."""
        return not self.differences


def verify_period(folder: Path, period: Period) -> Verification:
    """Recompute and compare. Raises NotFoundRefusal when the period is not sealed."""
    seal, place = read_seal(folder, period), sealed_folder(folder, period)
    workspace = open_workspace(folder, seal.data_as_of, place / "definitions")
    result = computed_period(workspace, period)
    again = result_files(result)
    stored = {path.name: path.read_bytes() for path in sorted((place / "results").iterdir())}
    differences = [f"rule {code}" for code in broken_steps(result)]
    if workspace.snapshot.fingerprint != seal.data:
        differences.append("data")
    if fingerprint(definition_files(place / "definitions")) != seal.definitions:
        differences.append("definitions")
    if fingerprint(stored) != seal.result:
        differences.append("results")
    differences += [
        _first_difference(name, stored.get(name, b""), again.get(name, b""))
        for name in sorted(stored | again)
        if stored.get(name) != again.get(name)
    ]
    return Verification(seal, len(again), tuple(differences))


def _first_difference(name: str, stored: bytes, again: bytes) -> str:
    pairs = zip(stored.splitlines(), again.splitlines(), strict=False)
    line = next((number for number, (old, new) in enumerate(pairs, 1) if old != new), None)
    lines_in_both = min(len(stored.splitlines()), len(again.splitlines()))
    return f"{name}:{line or lines_in_both + 1}"
