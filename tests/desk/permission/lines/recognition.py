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
HONOUR = {"title": "x", "criteria": "x"}
PROPOSED = {"person": "bob", "reason": "x", "token": "x"}
NAMED = {"period": "2026-10", "people": ["cat"]}
POINTS = {"person": "cat", "points": 5, "note": "x", "token": "x"}
GIFT = {"title": "x", "valued": "gifts", "points": 5}
REACH = {"for_manager": True, "for_hr": True}
LEAVER = {"good": "keep_vested", "own_wish": "keep_vested", "cause": "forfeit_all"}
DAYS = {"granted_on": "2026-10-01", "start": "2026-10-01"}
TERMS = {"number": "x", "person": "cat", "agreement": "x", "units": 48, "price": "1", "leaver": LEAVER, **DAYS}

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
    *(line(f"api:{name}", WITH_A_ROLE) for name in ("honours_list", "nominations", "awards", "gift_catalogue")),
    *(line(f"api:{name}", WITH_A_ROLE) for name in ("redemption_list", "option_grants", "own_valued")),
    line("api:make_honour", GRANTS, method="POST", body=HONOUR),
    line("api:change_honour", GRANTS, method="PUT", relation="an honour", body={**HONOUR, "based_on": 1}),
    line("api:nominate", WITH_A_ROLE, method="POST", relation="an honour", body=PROPOSED),
    line("api:award_by_rule", GRANTS, method="POST", relation="an honour", body=NAMED),
    line("api:step_nomination", "M", method="POST", relation="ann's proposal of bob", body={"move": "withdraw"}),
    line("api:settle_award_consent", "E", method="POST", relation="an honour of cat, not shown", body={"agree": True}),
    line("api:revoke_award", GRANTS, method="POST", relation="an honour of cat, shown", body={"reason": "x"}),
    line("api:point_book", "OHE", relation="points of cat"),
    line("api:send_points", GRANTS, method="POST", body={**POINTS, "source": "event"}),
    line("api:set_point_budget", GRANTS, method="PUT", body={"person": "leader", "monthly": 5, "since": "2099-01"}),
    line("api:make_gift", GRANTS, method="POST", body=GIFT),
    line("api:change_gift", GRANTS, method="PUT", relation="a gift", body={**GIFT, "based_on": 1}),
    line("api:redeem_gift", WITH_A_ROLE, method="POST", relation="a gift", body={"points": 5, "token": "x"}),
    line("api:step_redemption", "OHE", method="POST", relation="a gift that cat asked for", body={"move": "cancel"}),
    line("api:write_option_grant", GRANTS, method="POST", body=TERMS),
    line("api:change_option_grant", GRANTS, method="PUT", relation=OPTION, body=TERMS),
    line("api:option_vesting", "OHE", relation=OPTION),
    line("api:step_option_grant", "OHE", method="POST", relation=OPTION, body={"move": "change"}),
    line("api:say_valued", WITH_A_ROLE, method="POST", body={"ranking": ["money"], "token": "x"}),
    line("api:set_valued_reach", "E", method="PUT", relation="what cat values", body=REACH),
    line("api:valued_of", "OHME", person="cat"),
    line("api:ask_valued_of", "M", method="POST", person="cat", body={}),
    line("api:valued_rounds", ASKS),
    line("api:open_valued_round", ASKS, method="POST", body={"title": "x", "closes": "2099-01-01"}),
    line("api:close_valued_round", ASKS, method="POST", relation="a question to everybody", body={}),
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
