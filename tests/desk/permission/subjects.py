"""The things that lines of the matrix ask for, made once per line, and which of them each role is asked about."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from merit_desk.accounts.access import Role
from merit_desk.accounts.models import Account, Grant
from merit_desk.api.models import Delivery, Token, Webhook
from merit_desk.audit.actions import Subject, record
from merit_desk.documents.models import Version
from merit_desk.explorer.models import Card, Dashboard
from merit_desk.intake.models import EnteredValue, Upload
from merit_desk.jobs.models import Job
from merit_desk.notices.models import Notice
from merit_desk.results.models import Release
from merit_desk.wall.models import Screen
from tests.desk.conftest import account_for
from tests.desk.permission.expected import CYCLE, REWARDS
from tests.desk.permission.lines import forecasts, signs

ROLES: dict[str, tuple[str, str, Role | None]] = {
    "O": ("owner", "owner", Role.OWNER),
    "H": ("hr", "", Role.HR),
    "M": ("manager", "ann", None),
    "E": ("employee", "cat", None),
    "S": ("steward", "", Role.STEWARD),
    "F": ("finance", "", Role.FINANCE),
    "A": ("auditor", "", Role.AUDITOR),
    "X": ("stranger", "", None),
}
OTHERS = {"M": "leader", "E": "ann"}
NOW = datetime(2026, 11, 2, tzinfo=UTC)
OF_ANOTHER_SUBTREE = {"M": "bob", "E": "bob"}


def accounts() -> dict[str, Account]:
    """One account per letter. `ann` leads north, where cat is; bob leads south."""
    return {letter: account_for(name, person, role) for letter, (name, person, role) in ROLES.items()}


def asked(relation: str, letter: str, made: dict[str, Account]) -> dict[str, object] | None:
    """The parts of the address for this role; None where the relation says nothing about it."""
    person = ROLES[letter][1] if letter in ROLES else ""
    match relation:
        case "any":
            return {}
        case "own" | "own, released":
            if relation.endswith("released"):
                Release.objects.get_or_create(period="2026-10", defaults={"by": made["H"]})
            return {"person": person} if person else None
        case "below":
            return None if person == "cat" else {"person": "cat"}
        case "other":
            return None if person == "owner" else {"person": OTHERS.get(letter, "bob")}
        case "other subtree":
            return None if person == "owner" else {"person": OF_ANOTHER_SUBTREE.get(letter, "bob")}
        case "cat":
            return None if person == "cat" else {"person": "cat", "period": "2026-10"}
        case _:
            return _made(relation, letter, made)


def _made(relation: str, letter: str, made: dict[str, Account]) -> dict[str, object] | None:
    if relation == "account of cat" and letter == "E":
        return None
    return _MAKERS[relation](letter, made)


def _notice(account: Account) -> dict[str, object]:
    return {"number": Notice.objects.create(account=account, code="notice.job_done").pk}


def _version(_letter: str, made: dict[str, Account]) -> dict[str, object]:
    number = Version.objects.count() + 1
    Version.objects.create(path="people.csv", number=number, text="", digest="x", author=made["H"])
    return {"path": "people.csv", "number": number}


def _grant(_letter: str, made: dict[str, Account]) -> dict[str, object]:
    grant = Grant.objects.create(account=made["F"], role=Role.AUDITOR, start=date(2026, 1, 1))
    return {"number": made["F"].pk, "grant": grant.pk}


def _upload(_letter: str, made: dict[str, Account]) -> dict[str, object]:
    count = Upload.objects.count()
    path = f"raw/uploads/2026-11-02/{count}.csv"
    file = Path(settings.MERIT_COMPANY) / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("a,b\n1,2\n", "utf-8")
    whose = {"uploaded_by": made["S"], "uploaded_at": NOW}
    return {"number": Upload.objects.create(name="x.csv", path=path, digest=count, size=1, **whose).pk}


def _value(node: str, by: Account) -> dict[str, object]:
    what = {"kpi": "csat", "node_kind": "person", "node": node, "period": "2026-10", "value": "1", "note": "x"}
    return {
        "number": EnteredValue.objects.create(
            **what, entered_by=by, person="", entered_at=NOW, token=EnteredValue.objects.count()
        ).pk
    }


def _token(_letter: str, made: dict[str, Account]) -> dict[str, object]:
    what = {"name": "x", "prefix": "x", "digest": Token.objects.count(), "expires_at": NOW + timedelta(days=9999)}
    return {"number": Token.objects.create(account=made["S"], **what).pk}


def _webhook(_letter: str, made: dict[str, Account]) -> dict[str, object]:
    return {"number": Webhook.objects.create(address="https://example.org/", made_by=made["O"]).pk}


def _card(_letter: str, made: dict[str, Account]) -> dict[str, object]:
    board = Dashboard.objects.create(title="x", owner=made["S"])
    return {"board": board.pk, "card": Card.objects.create(dashboard=board, position=1, kind="text", text="x").pk}


_MAKERS = {
    "own notice": lambda letter, made: _notice(made.get(letter, made["H"])),
    "notice of somebody else": lambda letter, made: _notice(made["H"] if letter != "H" else made["S"]),
    "job of the steward": lambda _, made: {"number": Job.objects.create(kind="periods.run", started_by=made["S"]).pk},
    "a version": _version,
    "account of cat": lambda _, made: {"number": made["E"].pk},
    "grant of finance": _grant,
    "an upload": _upload,
    "a value of cat": lambda _, made: _value("cat", made["F"]),
    "a value of bob": lambda _, made: _value("bob", made["F"]),
    "a value of cat entered by the steward": lambda _, made: _value("cat", made["S"]),
    "load of the steward": lambda _, made: {"number": Job.objects.create(kind="intake.load", started_by=made["S"]).pk},
    "card of the steward": _card,
    "a delivery": lambda letter, made: {
        "number": Delivery.objects.create(webhook_id=_webhook(letter, made)["number"], event="x", content="{}").pk
    },
    "a screen": lambda _, made: {
        "number": Screen.objects.create(name="x", digest=Screen.objects.count(), made_by=made["O"]).pk
    },
    "board of the steward": lambda _, made: {"board": Dashboard.objects.create(title="x", owner=made["S"]).pk},
    "token of the steward": _token,
    "a webhook": _webhook,
    **{relation: maker for app in (*CYCLE, *REWARDS, forecasts, signs) for relation, maker in app.MAKERS.items()},
}


def first_entry() -> None:
    """Something on the trail."""
    record(None, "document.written", Subject("document", "people.csv"))
