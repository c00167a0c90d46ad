"""Who may do what: roles, what each role can do, and the declaration that every view carries."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


class Role(StrEnum):
    """MANAGER and EMPLOYEE follow from the organisation of the day; the others are granted."""

    OWNER = "owner"
    HR = "hr"
    MANAGER = "manager"
    EMPLOYEE = "employee"
    STEWARD = "steward"
    FINANCE = "finance"
    AUDITOR = "auditor"


GRANTED = (Role.OWNER, Role.HR, Role.STEWARD, Role.FINANCE, Role.AUDITOR)
"""Roles that somebody gives; a grant may be limited to a team with everything below it, and to days."""


class Need(StrEnum):
    """What a page needs that everybody has: nothing, or an account."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"


class Can(StrEnum):
    """One thing that a role can do. Whose results it concerns is settled by the lookup (queries/sight.py)."""

    SEE_RESULTS = "see_results"
    """Scores of everybody in scope."""
    SEE_PAY = "see_pay"
    SEE_KPIS = "see_kpis"
    """Every KPI of every node in scope."""
    SEE_REVIEW_TEXT = "see_review_text"
    SEE_DEFINITIONS = "see_definitions"
    SEE_PEOPLE = "see_people"
    SEE_SOURCES = "see_sources"
    SEE_TRAIL = "see_trail"
    EDIT_COMPANY = "edit_company"
    EDIT_PEOPLE = "edit_people"
    EDIT_WAGES = "edit_wages"
    EDIT_DEFINITIONS = "edit_definitions"
    EDIT_TARGETS = "edit_targets"
    LOAD_DATA = "load_data"
    ENTER_VALUES = "enter_values"
    RUN_PERIOD = "run_period"
    RELEASE_RESULTS = "release_results"
    RUN_CYCLES = "run_cycles"
    """Set up performance cycles, move them on, calibrate and conclude them."""
    SEAL_RESULTS = "seal_results"
    SET_COMPANY_GOALS = "set_company_goals"
    """Goals of the company and of any department; goals of one's own teams and people need no ability."""
    ASK_PEOPLE = "ask_people"
    """Surveys of employees and customers."""
    SIMULATE = "simulate"
    """Replay history under other plans and see what everybody would have been paid."""
    PREPARE_PAY = "prepare_pay"
    """Begin a pay run and stand for HR in its steps."""
    APPROVE_PAY = "approve_pay"
    EXPORT_PAY = "export_pay"
    DECIDE_DISPUTES = "decide_disputes"
    OVERRIDE_GUARDS = "override_guards"
    """Let a finding of the law's guards pass with a reason, where the law permits."""
    GRANT_HONOURS = "grant_honours"
    """Honours, welfare points and their catalogue, option grants."""
    LEAD_GROWTH = "lead_growth"
    """Career paths, promotions, courses; plans of one's own people need no ability."""
    SEE_EFFECTIVENESS = "see_effectiveness"
    MANAGE_ACCOUNTS = "manage_accounts"
    SHARE_DASHBOARDS = "share_dashboards"
    INTEGRATE = "integrate"
    """API tokens of the company, webhooks, the wall's address."""
    OPERATE = "operate"


_READING = frozenset(
    {Can.SEE_RESULTS, Can.SEE_PAY, Can.SEE_KPIS, Can.SEE_REVIEW_TEXT, Can.SEE_DEFINITIONS, Can.SEE_PEOPLE}
    | {Can.SEE_SOURCES, Can.SEE_TRAIL, Can.SEE_EFFECTIVENESS}
)

ABILITIES: dict[Role, frozenset[Can]] = {
    Role.OWNER: frozenset(Can),
    Role.HR: (_READING - {Can.SEE_TRAIL})
    | {Can.EDIT_COMPANY, Can.EDIT_PEOPLE, Can.EDIT_WAGES, Can.EDIT_DEFINITIONS, Can.EDIT_TARGETS, Can.ENTER_VALUES}
    | {Can.RUN_PERIOD, Can.RELEASE_RESULTS, Can.MANAGE_ACCOUNTS, Can.SHARE_DASHBOARDS}
    | {Can.RUN_CYCLES, Can.SEAL_RESULTS, Can.SET_COMPANY_GOALS, Can.ASK_PEOPLE}
    | {Can.SIMULATE, Can.PREPARE_PAY, Can.DECIDE_DISPUTES, Can.OVERRIDE_GUARDS, Can.GRANT_HONOURS, Can.LEAD_GROWTH},
    Role.MANAGER: frozenset({Can.ENTER_VALUES}),
    Role.EMPLOYEE: frozenset(),
    Role.STEWARD: frozenset(
        {Can.SEE_KPIS, Can.SEE_DEFINITIONS, Can.SEE_PEOPLE, Can.SEE_SOURCES, Can.LOAD_DATA, Can.ENTER_VALUES}
        | {Can.SHARE_DASHBOARDS}
    ),
    Role.FINANCE: frozenset(
        {Can.SEE_RESULTS, Can.SEE_PAY, Can.SEE_KPIS, Can.SEE_DEFINITIONS, Can.SEE_PEOPLE}
        | {Can.APPROVE_PAY, Can.EXPORT_PAY, Can.SIMULATE, Can.DECIDE_DISPUTES}
    ),
    Role.AUDITOR: _READING,
}


OF_THE_WHOLE = frozenset(
    {Can.SEE_SOURCES, Can.SEE_TRAIL, Can.EDIT_COMPANY, Can.EDIT_DEFINITIONS, Can.EDIT_TARGETS, Can.LOAD_DATA}
    | {Can.RUN_PERIOD, Can.RELEASE_RESULTS, Can.APPROVE_PAY, Can.EXPORT_PAY, Can.INTEGRATE, Can.OPERATE}
    | {Can.RUN_CYCLES, Can.SEAL_RESULTS, Can.SET_COMPANY_GOALS, Can.ASK_PEOPLE}
    | {Can.SIMULATE, Can.PREPARE_PAY, Can.DECIDE_DISPUTES, Can.OVERRIDE_GUARDS, Can.GRANT_HONOURS, Can.LEAD_GROWTH}
    | {Can.SEE_EFFECTIVENESS}
)
"""What has no part: a role given for a team gives none of these, as each of them concerns everybody."""


def access(*needs: Need | Can) -> Callable[[View], View]:
    """Declare who may open a view: any one of `needs` suffices. A view that declares nothing answers nobody."""

    def declare(view: View) -> View:
        view.access_needs = needs  # type: ignore[attr-defined]
        return view

    return declare
