"""`merit serve`: the desk on one company folder, on this machine only unless told otherwise, with its worker."""

import os
import socket
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from merit.cli.arguments import FolderArgument
from merit.cli.show import err, out, word
from merit.kernel.refusals import ConflictRefusal
from merit_desk.attached_worker import AttachedWorker
from merit_desk.desk_command import prepared_database, servable_folder, set_up_code
from merit_desk.operations.commands import in_words, line

LOOPBACK = "127.0.0.1"
THREADS = 8
"""Requests that one process answers at the same time; the others wait."""


def serve(
    folder: FolderArgument,
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    host: Annotated[str, typer.Option(help="默认只在本机 / this machine only unless set")] = LOOPBACK,
    workers: Annotated[int, typer.Option(min=1, max=64, help="进程数 / processes")] = 2,
    worker: Annotated[bool, typer.Option(help="同时启动后台进程 / start the worker too")] = True,
) -> None:
    """打开网页：默认只在本机。 The web application, on this machine only unless --host opens it."""
    servable_folder(folder)
    _refuse_a_taken_port(host, port)
    with in_words():
        prepared_database(folder)
    _warn_of_open_words(host)
    certificate, key = _tls()
    out.print(f"{word('serving')} http{'s' * bool(certificate)}://{host}:{port}/  ({word('stop_by')} Ctrl+C)")
    if code := set_up_code(folder):
        out.print(f"{word('set_up_code')} {code}")
    with tempfile.TemporaryDirectory(prefix="merit-metrics-") as metrics, AttachedWorker(folder, worker):
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = metrics
        Server(
            "merit_desk.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=THREADS,
            respawn_failed_workers=True,
            workers_kill_timeout=30,
            ssl_cert=certificate,
            ssl_key=key,
            log_level=LogLevels.error,
        ).serve()


def _warn_of_open_words(host: str) -> None:
    encrypted = os.environ.get("MERIT_HTTPS") == "1" or os.environ.get("MERIT_TLS_CERT")
    if host not in {LOOPBACK, "::1", "localhost"} and not encrypted:
        err.print(line("open_without_tls", host=host), style="yellow")


def _tls() -> tuple[Path | None, Path | None]:
    certificate, key = os.environ.get("MERIT_TLS_CERT"), os.environ.get("MERIT_TLS_KEY")
    return (Path(certificate), Path(key)) if certificate and key else (None, None)


def _refuse_a_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise ConflictRefusal("cli.port_taken", port=port) from None
