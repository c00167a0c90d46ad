"""How a command of the terminal opens the desk on a company folder: settings by environment, then Django."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def declare_company(folder: Path) -> None:
    """Settings are read from the environment, also by the processes that a command starts."""
    os.environ["MERIT_COMPANY"] = str(folder.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "merit_desk.settings")


def database_of(folder: Path) -> Mapping[str, Any]:
    """The settings of the database of this company's desk; nothing is opened or written."""
    declare_company(folder)
    from django.conf import settings

    found: Mapping[str, Any] = settings.DATABASES["default"]
    return found


@contextmanager
def opened_desk(folder: Path) -> Iterator[None]:
    """Django ready on the company folder; its connections are closed at the end."""
    declare_company(folder)
    import django
    from django.db import connections

    django.setup()
    try:
        yield
    finally:
        connections.close_all()
