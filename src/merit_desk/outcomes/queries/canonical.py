"""JSON that is the same bytes for the same values, and its digest: what signatures, versions and seals are made of."""

import hashlib
import json
from datetime import datetime
from typing import Any


def canonical(value: Any) -> bytes:
    """Keys sorted, no spaces, UTF-8 as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(value: Any) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def moment(at: datetime | None) -> str:
    """ISO 8601 in UTC to the second; empty for none."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at is not None else ""
