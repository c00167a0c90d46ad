"""The tables of a company folder and their columns; `*` marks a required one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns of one table, in the order in which they are written."""

    required: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every known column."""
        return (*self.required, *self.optional)


_TABLES = """
people | person* name* post* team* from* manager to status bonus_base wage
teams | team* name* parent leader kind from to
shops | shop* name* platform* time_zone
credits | kind* subject* person* share role from to
posts | post* name* name_en responsibilities authority
matters | matter* does* decides told
targets | kpi* node_kind* node* period* target* basis from reason difficulty
benchmarks | kpi* segment* period* value* source* as_of unit
ratings | period* subject* rater* relation* indicator* score comment
events | event* person* at* count note
grade_decisions | period* person* stage* before* grade* reason* decided_by* decided_at*
pay_decisions | period* person* reward* amount* concerns reason* decided_by* decided_at* dispute rule
refund_bearers | shop* refund_id* borne_by* reason* decided_by* decided_at*
pay_budgets | period* amount* team limit reason
manual_values | kpi* node_kind* node* period* value* entered_by* confirmed_by evidence
notices | plan* version* given_on* person acknowledged_on how
contracts | person* kind* from* to probation_to wage probation_wage lowest_grade earlier_probations region
payroll | period* person* wage overtime special_allowances
losses | loss* person* amount* period* clause version agreed_on reason* decided_by* decided_at*
guard_overrides | guard* period* person reference reason* decided_by* decided_at*
platform_figures | day* shop* kpi* value*
reconciliation_releases | kpi* shop* from* to* reason* released_by* released_at*
"""


def _columns(written: str) -> TableColumns:
    names = written.split()
    required = tuple(name.rstrip("*") for name in names if name.endswith("*"))
    return TableColumns(required, tuple(name for name in names if not name.endswith("*")))


COLUMNS: dict[str, TableColumns] = {
    name.strip(): _columns(columns) for name, columns in (line.split("|") for line in _TABLES.strip().splitlines())
}

HEADINGS: dict[str, dict[str, str]] = {
    "benchmarks": {
        **dict.fromkeys(("指标", "指标编号"), "kpi"),
        **dict.fromkeys(("对象", "行业", "类目", "分组", "竞品"), "segment"),
        **dict.fromkeys(("时间", "月份", "期间", "统计周期"), "period"),
        **dict.fromkeys(("数值", "值", "指标值"), "value"),
        **dict.fromkeys(("来源", "数据来源", "出处"), "source"),
        **dict.fromkeys(("日期", "发布日期", "截至"), "as_of"),
        "单位": "unit",
    }
}
"""Other headings of tables that people copy from reports."""
