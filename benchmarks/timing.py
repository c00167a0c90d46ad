"""Wall and processor time of a piece of work, printed as multiples of reading the data once."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Took:
    """Wall and processor seconds."""

    wall: float
    processor: float

    def line(self, name: str, raw: "Took") -> str:
        """One line of the report."""
        times = f"{self.wall / raw.wall:8.1f} R {self.processor / raw.processor:8.1f} R"
        return f"{name:58}{self.wall:9.2f} s{self.processor:9.2f} s{times}"


def took(work: Callable[[], Any]) -> tuple[Took, Any]:
    """How long something takes, and what it gives."""
    wall, processor = time.perf_counter(), time.process_time()
    result = work()
    return Took(time.perf_counter() - wall, time.process_time() - processor), result


class Report:
    """Prints as it goes."""

    def __init__(self, raw: Took) -> None:
        self.raw = raw
        print(f"{'':58}{'wall':>11}{'processor':>11}{'wall':>10}{'processor':>11}", flush=True)

    def add(self, name: str, spent: Took) -> None:
        """One line."""
        print(spent.line(name, self.raw), time.strftime("  %H:%M:%S"), flush=True)

    def memory(self) -> None:
        """The most memory the process has had so far."""
        print(
            f"  peak memory so far {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2:.2f} GiB", flush=True
        )
