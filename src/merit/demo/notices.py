"""Which reward plans were made known on paper before they began, and who signed; the others are left to the desk."""

from datetime import date, timedelta

from merit.demo.people import TRANSFER_DAY, TRANSFERRED, Member, Staff
from merit.demo.setting import Setting

Row = tuple[object, ...]
NOTICE_HEADER = ("plan", "version", "given_on", "person", "acknowledged_on", "how")
GIVEN_ON = date(2023, 12, 18)
"""Two weeks before the plans begin."""
_SIGNED = 5
"""Everybody signs within so many days."""
_POSTS: dict[str, tuple[str, ...]] = {
    "ads-bonus": ("advertiser", "advertising_lead"),
    "cs-bonus": ("cs_agent", "cs_lead", "cs_manager"),
    "cs-commission": ("cs_agent",),
    "office-bonus": ("finance_lead", "accountant", "tech_lead", "developer", "hr_officer", "general_manager"),
    "operator-commission": ("operator", "operations_lead", "operations_manager"),
    "supply-bonus": ("buyer", "supply_lead"),
    "trainee-commission": ("operator_trainee",),
    "warehouse-bonus": ("packer", "warehouse_lead", "warehouse_manager"),
}
"""Plan → the posts that get something by it; leads share in their operators' commission and sign it too."""


def notice_rows(setting: Setting, staff: Staff) -> list[Row]:
    """notices.csv: the notice of each plan, then who signed it; whoever came later did so the day after."""
    moved = setting.end.start + timedelta(days=TRANSFER_DAY - 1)
    found: list[Row] = []
    for plan, posts in _POSTS.items():
        found.append((plan, 1, GIVEN_ON, None, None, "paper"))
        for number, member in enumerate(staff.members):
            if member.post in posts:
                found.append((plan, 1, GIVEN_ON, member.person, _signed_on(member, number), "paper"))
            elif plan == "operator-commission" and member == staff.at(TRANSFERRED):
                found.append((plan, 1, GIVEN_ON, member.person, moved, "paper"))
    return found


def _signed_on(member: Member, number: int) -> date:
    return max(GIVEN_ON + timedelta(days=number % _SIGNED + 1), member.joined + timedelta(days=1))
