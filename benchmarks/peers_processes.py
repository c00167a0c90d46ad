"""The peers' own environments, made when they are missing, and a worker process of each."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

HERE = Path(__file__).parent


class PeerFailedError(Exception):
    """A peer's environment cannot be made, or its process ended: it is left out from there, and said so loudly."""


@dataclass(frozen=True)
class PeerKind:
    """A worker script, and what its environment needs; nothing: it runs in the project's own."""

    name: str
    title: str
    script: str
    needs: tuple[str, ...] = ()


KINDS = (
    PeerKind("cube", "Merit, cube", "peers_merit.py"),
    PeerKind("arrays", "Merit, cube read as arrays", "peers_arrays.py"),
    PeerKind("queries", "Merit, by queries", "peers_merit.py"),
    PeerKind("handwritten", "handwritten SQL (DuckDB)", "peers_handwritten.py"),
    PeerKind("polars", "polars scripts", "peers_polars.py", ("polars==2.1.*",)),
    PeerKind("pandas", "pandas scripts", "peers_pandas.py", ("pandas==3.1.*", "pyarrow==26.*")),
    PeerKind("metricflow", "MetricFlow", "peers_metricflow.py",
             ("dbt-core<1.12", "dbt-duckdb==1.11.*", "dbt-metricflow==0.15.*")),
    PeerKind("whole", "Merit, cube of the whole catalogue", "peers_merit.py"),
)  # fmt: skip


def python_of(kind: PeerKind, environments: Path) -> Path:
    """The interpreter of the peer's environment, which is made if it is missing. Raises PeerFailedError."""
    if not kind.needs:
        return Path(sys.executable)
    python = environments / kind.name / "bin" / "python"
    ready = environments / kind.name / "peers-ready"
    if not ready.exists():
        print(f"making the environment of {kind.title} in {python.parent.parent}", file=sys.stderr)
        _make(kind, python)
        ready.touch()
    return python


def _make(kind: PeerKind, python: Path) -> None:
    home, uv = str(python.parent.parent), shutil.which("uv")
    if uv:
        commands = [[uv, "venv", "--allow-existing", "-p", sys.executable, home]]
        commands.append([uv, "pip", "install", "-p", str(python), *kind.needs])
    else:
        commands = [[sys.executable, "-m", "venv", home], [str(python), "-m", "pip", "install", *kind.needs]]
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise PeerFailedError(f"{' '.join(command)}: {done.stderr.strip()[-500:]}")


class Worker:
    """One peer's process. Everything it is told and tells is a line; it ends with the block."""

    def __init__(self, kind: PeerKind, python: Path, settings: dict[str, Any]) -> None:
        told = {name: value for name, value in os.environ.items() if kind.needs == () or name != "PYTHONPATH"}
        self.log = Path(settings["folder"]) / f"{kind.name}.log"
        with self.log.open("w") as errors:
            self.process = subprocess.Popen(
                [str(python), str(HERE / kind.script)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=told,
            )
        self.opened = self.ask(json.dumps(settings | {"peer": kind.name}))

    def ask(self, line: str) -> dict[str, Any]:
        """What it answers. Raises PeerFailedError when it ended instead."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
            answered = self.process.stdout.readline()
        except BrokenPipeError:
            answered = ""
        if not answered:
            last = self.log.read_text("utf-8", "replace").strip().splitlines()[-1:]
            raise PeerFailedError(f"ended with {self.process.wait()}: {''.join(last)[:300]}")
        told: dict[str, Any] = json.loads(answered)
        return told

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
