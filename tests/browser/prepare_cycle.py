"""`python -m tests.browser.prepare_cycle`: the database of the demo company in MERIT_COMPANY, its people signed in.

Prints the session keys by the name of their part as JSON.
"""

import json
import sys

import django

PEOPLE = {
    "employee": "P007",
    "colleague": "P008",
    "second": "P009",
    "third": "P010",
    "manager": "P006",
    "skip": "P005",
    "judge": "P025",
}
"""Agents of one team, its lead, the lead's manager, and a manager of another department."""


def main() -> None:
    """Migrate, make the accounts, sign them in."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from merit_desk.accounts.access import Role
    from tests.desk.conftest import account_for, client_for

    call_command("migrate", verbosity=0)
    accounts = {part: account_for(part, person) for part, person in PEOPLE.items()}
    accounts |= {"hr": account_for("hr", role=Role.HR), "owner": account_for("owner", "P001", Role.OWNER)}
    cookies = {part: client_for(account).cookies for part, account in accounts.items()}
    sys.stdout.write(json.dumps({part: each[settings.SESSION_COOKIE_NAME].value for part, each in cookies.items()}))


if __name__ == "__main__":
    main()
