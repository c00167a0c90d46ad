"""Who may open which address of recognition."""

from datetime import date
from decimal import Decimal

from merit_desk.recognition.models import (
    Award,
    Gift,
    Holder,
    Honour,
    Nomination,
    OptionGrant,
    PointEntry,
    Redemption,
    ValuedRound,
    ValuedWord,
)
from tests.desk.permission.line import NOBODY, WITH_A_ROLE, line, post

GRANTS, ASKS, PEOPLE = "OH", "OH", "OME"
OPTION = "an option grant to cat"

LINES = [
    *(line(f"recognition:{name}", WITH_A_ROLE) for name in ("recognition", "screen", "honours")),
    *(line(f"recognition:{name}", GRANTS) for name in ("new_honour", "new_gift", "new_option", "books", "redemptions")),
    line("recognition:honour", WITH_A_ROLE, relation="an honour"),
    line("recognition:change_honour", GRANTS, relation="an honour"),
    line("recognition:by_rule", GRANTS, relation="an honour"),
    line("recognition:nomination", "OHM", relation="ann's proposal of bob"),
    line("recognition:award", "OHME", relation="an honour of cat, not shown"),
    line("recognition:award", WITH_A_ROLE, relation="an honour of cat, shown"),
    post("recognition:consent", "OHME", relation="an honour of cat, not shown"),
    line("recognition:certificate", "OHE", relation="an honour of cat, shown"),
    line("recognition:revoke", GRANTS, relation="an honour of cat, shown"),
    line("recognition:points", WITH_A_ROLE),
    line("recognition:give_points", GRANTS),
    line("recognition:fitting", NOBODY),
    line("recognition:one_book", GRANTS, relation="points of cat"),
    line("recognition:change_gift", GRANTS, relation="a gift"),
    post("recognition:ask_gift", WITH_A_ROLE, relation="a gift"),
    post("recognition:step_redemption", "OHE", relation="a gift that cat asked for"),
    line("recognition:options", GRANTS),
    line("recognition:option", "OHE", relation=OPTION),
    line("recognition:change_option", GRANTS, relation=OPTION),
    post("recognition:step_option", "OHE", relation=OPTION),
    line("recognition:valued", WITH_A_ROLE),
    post("recognition:reach", "E", relation="what cat values"),
    line("recognition:rounds", ASKS),
    line("recognition:round", ASKS, relation="a question to everybody"),
    line("recognition:person", "OHM", person="cat"),
    post("recognition:ask_valued", "M", person="cat"),
]


def _honour():
    return Honour.objects.get_or_create(title="服务之星", defaults={"criteria": "x"})[0]


def _award(consent):
    def made_one(_letter, made):
        number = f"R2026-{Award.objects.count():04}"
        said = {"title": "服务之星", "kind": "honour", "citation": "x", "since": date(2026, 1, 1), "number": number}
        found = Award.objects.create(honour=_honour(), person="cat", consent=consent, given_by=made["H"], **said)
        return {"number": found.pk}

    return made_one


def _proposal(_letter, made):
    said = {"honour": _honour(), "person": "bob", "reason": "x", "token": f"m{Nomination.objects.count()}"}
    return {"number": Nomination.objects.create(author=made["M"], **said).pk}


def _holder():
    return Holder.objects.get_or_create(person="cat", defaults={"balance": 5})[0]


def _points(_letter, _made):
    holder = _holder()
    PointEntry.objects.get_or_create(
        holder=holder, points=5, defaults={"cause": "event", "against": "company", "day": date(2026, 1, 1)}
    )
    return {"person": "cat"}


def _gift():
    return Gift.objects.get_or_create(title="保温杯", defaults={"points": 5, "valued": "gifts"})[0]


def _redemption(_letter, _made):
    said = {"points": 5, "token": f"m{Redemption.objects.count()}"}
    return {"number": Redemption.objects.create(gift=_gift(), holder=_holder(), **said).pk}


def _option(_letter, made):
    day, count = date(2026, 1, 1), OptionGrant.objects.count()
    said = {"units": 48, "price": Decimal(1), "currency": "CNY", "granted_on": day, "start": day, "months": 48}
    rest = {"cliff_months": 12, "every_months": 1, "exercise_days": 90, "state": "offered", "agreement": "x"}
    leaver = {"good": "keep_vested", "own_wish": "keep_vested", "cause": "forfeit_all"}
    found = OptionGrant.objects.create(
        number=f"E{count}", person="cat", made_by=made["H"], leaver=leaver, **said, **rest
    )
    return {"number": found.pk}


def _word(_letter, _made):
    said = {"ranking": ["money"], "token": f"m{ValuedWord.objects.count()}"}
    return {"number": ValuedWord.objects.create(person="cat", **said).pk}


def _round(_letter, made):
    found = ValuedRound.objects.create(title="x", closes=date(2099, 1, 1), author=made["H"])
    return {"number": found.pk}


MAKERS = {
    "an honour": lambda _, __: {"number": _honour().pk},
    "an honour of cat, not shown": _award("asked"),
    "an honour of cat, shown": _award("given"),
    "ann's proposal of bob": _proposal,
    "points of cat": _points,
    "a gift": lambda _, __: {"number": _gift().pk},
    "a gift that cat asked for": _redemption,
    OPTION: _option,
    "what cat values": _word,
    "a question to everybody": _round,
}
ELSEWHERE = {}
