"""The trace of a bug without what it was about: its message may quote a value or a name, so only the class is kept."""

import traceback

from structlog.typing import ExcInfo


def bare_trace(exc_info: ExcInfo) -> str:
    """The class of the exception and its frames (file, line, function), then those of what it came from."""
    raised: BaseException | None = exc_info[1]
    lines: list[str] = []
    told: set[int] = set()
    while raised is not None and id(raised) not in told:
        told.add(id(raised))
        lines += [f"{type(raised).__module__}.{type(raised).__qualname__}", *_frames(raised)]
        raised = raised.__cause__ or (None if raised.__suppress_context__ else raised.__context__)
    return "\n".join(lines)


def _frames(raised: BaseException) -> list[str]:
    walked = traceback.walk_tb(raised.__traceback__)
    return [f"  {frame.f_code.co_filename}:{line} {frame.f_code.co_name}" for frame, line in walked]
