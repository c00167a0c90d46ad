"""Time zones by their IANA name."""

from zoneinfo import ZoneInfo


def is_time_zone(name: str) -> bool:
    """True when the machine's time-zone data know the name."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True
