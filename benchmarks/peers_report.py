"""What a run of the peers found: times by question, and the tables that are printed of them."""

from dataclasses import dataclass, field
from statistics import median

from peers_questions import Question


@dataclass
class Run:
    """One peer's run: seconds of making it ready, then per question (wall, processor) the first time and again."""

    title: str
    version: str = ""
    ready: tuple[float, float] = (0.0, 0.0)
    first: dict[Question, tuple[float, float]] = field(default_factory=dict)
    again: dict[Question, tuple[float, float]] = field(default_factory=dict)
    unsaid: dict[Question, str] = field(default_factory=dict)
    peak: float = 0.0
    equal: int = 0
    last_digit: int = 0
    failed: str = ""

    @property
    def cold(self) -> tuple[float, float]:
        """Wall and processor seconds of everything, from nothing."""
        walls, processors = zip(self.ready, *self.first.values(), strict=True)
        return sum(walls), sum(processors)

    @property
    def warm(self) -> tuple[float, float]:
        """The same questions again in the same process."""
        walls, processors = zip(*self.again.values(), strict=True)
        return sum(walls), sum(processors)

    @property
    def first_answer(self) -> float:
        """Wall seconds from nothing to the first answer."""
        return self.ready[0] + next(iter(self.first.values()))[0]


def report(runs: dict[str, Run]) -> str:
    """The tables, in Markdown; ratios are to the first run, wall then processor."""
    whole = [each for each in runs.values() if not each.failed]
    lines = [
        "| | first answer | all, cold: wall | processor | all again: wall | processor | one again, median | peak |",
        "|---|---|---|---|---|---|---|---|",
    ]
    own = whole[0]
    for run in whole:
        cold, warm = (
            [f"{now:.1f} s ({now / max(then, 0.001):.2f} ×)" for now, then in zip(mine, first, strict=True)]
            for mine, first in ((run.cold, own.cold), (run.warm, own.warm))
        )
        one = median(wall for wall, _ in run.again.values()) * 1000
        told = [run.title, f"{run.first_answer:.1f} s", *cold, *warm, f"{one:.0f} ms", f"{run.peak:.2f} GiB"]
        lines.append(f"| {' | '.join(told)} |")
    return "\n".join([*lines, "", *_by_kpi(whole), "", *_said(runs)])


def _by_kpi(whole: list[Run]) -> list[str]:
    """All results of each KPI again, wall seconds of the first run and multiples of the others."""
    own = whole[0]
    lines = [f"| again, wall | {' | '.join(each.title for each in whole)} |", "|---|" + "---|" * len(whole)]
    for asked in dict.fromkeys(question.asked for question in own.again):
        sums = [sum(wall for question, (wall, _) in run.again.items() if question.asked == asked) for run in whole]
        multiples = [f"{each / max(sums[0], 1e-6):.2f} ×" for each in sums[1:]]
        lines.append(f"| {asked.title} | {' | '.join([f'{sums[0]:.2f} s', *multiples])} |")
    return lines


def _said(runs: dict[str, Run]) -> list[str]:
    """Who is faster where, equal cells, and what was left out."""
    whole = [each for each in runs.values() if not each.failed]
    own, lines = whole[0], []
    for run in whole[1:]:
        both = own.again.keys() & run.again.keys()
        faster = sum(run.again[each][0] < own.again[each][0] for each in both)
        lines.append(
            f"* {run.title} ({run.version or 'this version'}): {run.equal:,} equal cells, {run.last_digit} of them"
            f" but for the last digit of a quotient; faster than {own.title} in {faster} of {len(both)} questions asked"
            f" again{_unsaid(run)}."
        )
    lines += [f"* **LEFT OUT: {run.title}: {run.failed}**" for run in runs.values() if run.failed]
    return lines


def _unsaid(run: Run) -> str:
    return f"; cannot say {len(run.unsaid)}: {next(iter(run.unsaid.values()))}" if run.unsaid else ""
