"""Ready goals to start from, one set of objects for KPI, OKR, management by objectives and balanced scorecard."""

from dataclasses import dataclass, field

from merit_desk.goals.models import Perspective, Style
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class GoalTemplate:
    """Its words are the sentences `goals.template.<code>.…`; `results` are the units of its key results."""

    code: str
    style: str
    kpi: str = ""
    perspective: str = ""
    unit: str = ""
    results: tuple[tuple[str, str], ...] = field(default=())
    """Target and unit of each key result; empty for a criterion that is met or not."""

    @property
    def title(self) -> str:
        """What the goal is called."""
        return say(f"goals.template.{self.code}.title")

    @property
    def wording(self) -> str:
        """When it is done."""
        return say(f"goals.template.{self.code}.wording")

    @property
    def key_results(self) -> list[dict[str, str]]:
        """Key results or criteria as they are added to the new goal."""
        return [
            {"title": say(f"goals.template.{self.code}.result{at}"), "target": target, "unit": unit}
            for at, (target, unit) in enumerate(self.results, 1)
        ]


TEMPLATES: tuple[GoalTemplate, ...] = (
    GoalTemplate("sales", Style.KPI, "net_sales"),
    GoalTemplate("margin", Style.KPI, "gross_margin"),
    GoalTemplate("refunds", Style.KPI, "refund_rate_amt_event"),
    GoalTemplate("service", Style.KPI, "csat"),
    GoalTemplate("loyalty", Style.OKR, results=(("0.25", ""), ("0.95", ""), ("2", ""))),
    GoalTemplate("channel", Style.OKR, results=(("3000000", ""), ("20", ""), ("0.08", ""))),
    GoalTemplate("members", Style.MBO, results=(("", ""), ("", ""), ("", ""))),
    GoalTemplate("successor", Style.MBO, results=(("", ""), ("", ""))),
    GoalTemplate("bsc_finance", Style.BSC, "gross_profit", Perspective.FINANCE),
    GoalTemplate("bsc_customer", Style.BSC, "csat", Perspective.CUSTOMER),
    GoalTemplate("bsc_process", Style.BSC, "reply_3min", Perspective.PROCESS),
    GoalTemplate("bsc_learning", Style.BSC, "", Perspective.LEARNING),
)


def template_of(code: str) -> GoalTemplate | None:
    """The ready goal of that code."""
    return next((each for each in TEMPLATES if each.code == code), None)


def templates_by_style() -> list[tuple[str, list[GoalTemplate]]]:
    """In the order of the styles."""
    return [(str(style), [each for each in TEMPLATES if each.style == style]) for style in Style]
