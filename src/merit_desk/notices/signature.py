"""How a message to another system is signed, as Standard Webhooks has it."""

import base64
import hashlib
import hmac

SECRET_START = "whsec_"  # noqa: S105 (a prefix)


def signature(secret: str, message: str, moment: int, content: str) -> str:
    """`v1,` and the base64 of HMAC-SHA256 over id, Unix time and body, as Standard Webhooks has it."""
    key = base64.b64decode(secret.removeprefix(SECRET_START))
    signed = f"{message}.{moment}.{content}".encode()
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
