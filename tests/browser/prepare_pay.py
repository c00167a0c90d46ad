"""`python -m tests.browser.prepare_pay`: the people who pay the demo company of MERIT_COMPANY, signed in.

Prints the session keys by the name of their part as JSON.
"""

import json
import sys

import django


def main() -> None:
    """Migrate, make the accounts, sign them in."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from merit_desk.accounts.access import Role
    from tests.desk.conftest import account_for, client_for

    call_command("migrate", verbosity=0)
    accounts = {role: account_for(role, role=Role(role)) for role in ("hr", "finance", "steward")}
    accounts |= {"owner": account_for("owner", "P001", Role.OWNER), "manager": account_for("manager", "P026")}
    cookies = {part: client_for(account).cookies for part, account in accounts.items()}
    sys.stdout.write(json.dumps({part: each[settings.SESSION_COOKIE_NAME].value for part, each in cookies.items()}))


if __name__ == "__main__":
    main()
