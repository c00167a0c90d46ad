"""The secret that makes a company's hashes of personal values useless elsewhere; written once, in `.merit/salt`."""

import os
import secrets
from pathlib import Path

BYTES = 32


def company_salt(folder: Path) -> bytes:
    """The salt; made on first use. Who loses it loads the same people under new hashes."""
    path = folder / ".merit" / "salt"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text("ascii").strip())
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_hex(BYTES))
    return bytes.fromhex(path.read_text("ascii").strip())
