"""`merit serve`: the desk on one company folder, on this machine only."""

import os
import socket
from typing import Annotated

import typer
from granian.constants import Interfaces
from granian.server import Server

from merit.cli.arguments import FolderArgument, company_folder
from merit.cli.show import out, word
from merit.kernel.refusals import ConflictRefusal

LOOPBACK = "127.0.0.1"


def serve(folder: FolderArgument, port: Annotated[int, typer.Option(min=1, max=65535)] = 8000) -> None:
    """在本机打开网页。 The web page on this machine only (loopback)."""
    os.environ["MERIT_COMPANY"] = str(company_folder(folder).resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "merit_desk.settings")
    _refuse_a_taken_port(port)
    out.print(f"{word('serving')} http://{LOOPBACK}:{port}/  ({word('stop_by')} Ctrl+C)")
    Server(
        "merit_desk.wsgi:application", address=LOOPBACK, port=port, interface=Interfaces.WSGI, log_enabled=False
    ).serve()


def _refuse_a_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            raise ConflictRefusal("cli.port_taken", port=port) from None
