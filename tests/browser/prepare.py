"""`python -m tests.browser.prepare`: the database of the desk in MERIT_COMPANY, with an account of each role signed in.

Prints the session keys by role as JSON: whoever holds one need not fill in the form.
"""

import json
import sys

import django


def main() -> None:
    """Migrate, make the accounts, sign them in."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from tests.desk.conftest import ROLES, client_for, role_account

    call_command("migrate", verbosity=0)
    clients = {role: client_for(role_account(role)) for role in ROLES}
    keys = {role: client.cookies[settings.SESSION_COOKIE_NAME].value for role, client in clients.items()}
    sys.stdout.write(json.dumps(keys))


if __name__ == "__main__":
    main()
