"""The whole company, ready to be re-scored and re-paid as sliders move."""

from collections.abc import Sequence
from dataclasses import dataclass

from merit.company import Company
from merit.insight.simulation import Drafts, Replay, replay, under
from merit.kernel.period import Period
from merit.metrics.figures import Figures
from merit.what_if.changes import Changes, changed
from merit.what_if.frame import frame_of, side_of
from merit.what_if.outcome import Outcome


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A company, compiled. Made once (minutes for a large company: the exact engine runs), then asked on every move."""

    company: Company
    figures: Figures
    periods: tuple[Period, ...]
    paid_so_far: Replay
    drafts: Drafts

    @classmethod
    def of(
        cls,
        company: Company,
        figures: Figures,
        periods: Sequence[Period],
        paid_so_far: Replay,
        drafts: Drafts = Drafts(),  # noqa: B008 (frozen)
    ) -> "WhatIf":
        """Compile. `periods` in order; `drafts` are what the sliders start from, beside the company as it is now.

        `paid_so_far` as for a simulation: `lambda company, period, done: paid_in_replay(workspace, period, done)`.
        """
        return cls(company, figures, tuple(periods), paid_so_far, drafts)

    def under(self, changes: Changes) -> Outcome:
        """The outcome where the sliders stand.

        Raises NotFoundRefusal for a plan, indicator or reward that is not there, ConflictRefusal for a value that no
        plan may state.
        """
        tried = changed(under(self.company, self.drafts), changes)
        now = replay(self.company, self.figures, self.periods, self.paid_so_far)
        draft = replay(tried, self.figures, self.periods, self.paid_so_far)
        frame = frame_of(tried, self.periods, (*now, *draft))
        return Outcome(frame, side_of(frame, now), side_of(frame, draft), 0)
