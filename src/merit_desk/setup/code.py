"""The one-time code that `merit serve` prints while nobody owns the installation: who reads the console may begin."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

FILE = Path(".merit", "set_up_code")
DONE = Path(".merit", "set_up_done")
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def fresh_code(folder: Path) -> str:
    """A new code in place of an older one; only its digest is kept, readable by its owner alone."""
    code = "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(3))
    place = folder / FILE
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(_digest(code))
    return code


def fits(folder: Path, typed: str) -> bool:
    """Whether that is the code; blanks, dashes and small letters do not matter."""
    try:
        kept = (folder / FILE).read_text("ascii")
    except FileNotFoundError:
        return False
    return hmac.compare_digest(kept, _digest(typed))


def use_up(folder: Path) -> None:
    """The code ends; `merit serve` asks for none from now on."""
    (folder / FILE).unlink(missing_ok=True)
    (folder / DONE).touch()


def _digest(code: str) -> str:
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
