"""Passwords and tokens of live sources, encrypted in `.merit/secrets.json` under a key that lies outside the folder.

A secret goes only to the address for which it was entered: whoever changes the address has to enter it again.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from merit.kernel.refusals import ConflictRefusal
from merit.sources.live.source import LiveSource

STORE = Path(".merit", "secrets.json")
KEY = "MERIT_SECRETS_KEY"
"""The key itself, or several between commas: the first encrypts, all of them open."""
KEY_FILE = "MERIT_SECRETS_KEY_FILE"


@dataclass(frozen=True, slots=True)
class Secret:
    """A password or token; it shows itself nowhere by accident."""

    text: str

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__


def keep_secret(folder: Path, source: LiveSource, text: str, now: datetime) -> None:
    """Encrypt and keep it. Raises ConflictRefusal without any text, or where there is no key to be had."""
    if not text.strip():
        raise ConflictRefusal("sources.live_secret_empty", name=source.name)
    content = json.dumps({"name": source.name, "for": _meant_for(source), "secret": text.strip()})
    token = _keys(folder, make=True).encrypt(content.encode()).decode("ascii")
    with _changing(folder) as kept:
        kept[source.name] = {"token": token, "at": now.isoformat()}


def forget_secret(folder: Path, source: LiveSource) -> None:
    """Take it away; nothing happens where there is none."""
    with _changing(folder) as kept:
        kept.pop(source.name, None)


def secret_entered_at(folder: Path, source: LiveSource) -> datetime | None:
    """When the secret was entered; None where there is none. Nothing is opened."""
    kept = _kept(folder).get(source.name)
    return datetime.fromisoformat(kept["at"]) if kept else None


def secret_of(folder: Path, source: LiveSource) -> Secret:
    """The secret, empty for a source that needs none.

    Raises ConflictRefusal where none was entered, the key does not open it, or it was entered for another address.
    """
    if not source.needs_secret:
        return Secret("")
    kept = _kept(folder).get(source.name)
    if kept is None:
        raise ConflictRefusal("sources.live_secret_missing", name=source.name)
    try:
        content = json.loads(_keys(folder).decrypt(str(kept["token"]).encode()))
    except (InvalidToken, ValueError, KeyError):
        raise ConflictRefusal("sources.live_secret_unreadable", name=source.name) from None
    if (content["name"], content["for"]) != (source.name, _meant_for(source)):
        raise ConflictRefusal("sources.live_secret_elsewhere", name=source.name, address=source.address)
    return Secret(content["secret"])


def sealed(folder: Path, meant_for: str, text: str) -> str:
    """A text that only this folder's key opens, for the address, robot or the like that it is meant for.

    Raises ConflictRefusal where there is no key to be had.
    """
    return _keys(folder, make=True).encrypt(json.dumps([meant_for, text]).encode()).decode("ascii")


def unsealed(folder: Path, meant_for: str, token: str) -> Secret:
    """What was sealed. Raises ConflictRefusal where the key does not open it, or it was meant for something else."""
    try:
        given, text = json.loads(_keys(folder).decrypt(token.encode()))
    except (InvalidToken, ValueError):
        raise ConflictRefusal("sources.live_secret_unreadable", name=meant_for) from None
    if given != meant_for:
        raise ConflictRefusal("sources.live_secret_unreadable", name=meant_for)
    return Secret(text)


def without_secret(text: str, secret: Secret) -> str:
    """A message of somebody else's library, without the secret should it be in there."""
    return text.replace(secret.text, "***") if secret.text else text


def _meant_for(source: LiveSource) -> list[str]:
    return [source.kind, source.address, source.user]


def _keys(folder: Path, make: bool = False) -> MultiFernet:
    written = os.environ.get(KEY) or _key_in_file(folder, make)
    try:
        return MultiFernet([Fernet(each.strip()) for each in written.split(",") if each.strip()])
    except ValueError:
        raise ConflictRefusal("sources.live_key_wrong", name=KEY) from None


def _key_in_file(folder: Path, make: bool) -> str:
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    path = Path(os.environ.get(KEY_FILE) or home / "merit" / "secrets.key")
    if path.resolve().is_relative_to(folder.resolve()):
        raise ConflictRefusal("sources.live_key_in_folder", path=str(path))
    try:
        if make:
            _make_key(path)
        return path.read_text("ascii").strip()
    except OSError:
        raise ConflictRefusal("sources.live_key_missing", path=str(path), name=KEY) from None


def _make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(Fernet.generate_key().decode("ascii"))


def _kept(folder: Path) -> Mapping[str, Any]:
    try:
        found = json.loads((folder / STORE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@contextmanager
def _changing(folder: Path) -> Iterator[dict[str, Any]]:
    path = folder / STORE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = dict(_kept(folder))
        yield kept
        new = path.with_suffix(".new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
            json.dump(kept, stream, ensure_ascii=False, indent=1)
        new.replace(path)
