"""Which arm a unit belongs to when its id alone decides; a shop's own code can do the same in five lines."""

from collections.abc import Sequence
from hashlib import sha256

from merit.experiments.experiment import Arm

BUCKETS = 10_000


def bucket_of(salt: str, unit: str) -> int:
    """From 0 to 9,999: SHA-256 of the salt and the id, joined and in UTF-8, as one whole number, mod 10,000."""
    return int(sha256(f"{salt}{unit}".encode()).hexdigest(), 16) % BUCKETS


def arm_of(arms: Sequence[Arm], salt: str, unit: str) -> str:
    """The first arm whose share, added to those before it, lies above bucket ÷ 10,000."""
    bucket, reached = bucket_of(salt, unit), arms[0].share * 0
    for each in arms:
        reached += each.share
        if bucket < reached * BUCKETS:
            return each.arm
    return arms[-1].arm
