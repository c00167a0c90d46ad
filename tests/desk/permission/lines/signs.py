"""Who may open which address of signs: the data steward and the owner; one about themselves is no page even to them."""

from merit_desk.signs.models import SeenSign
from tests.desk.permission.line import line, post

FINDING = {"outcome": "explained", "reason": "Bought by one company in parts"}


def seen(subject="s1", subject_kind="shop"):
    return SeenSign.objects.create(
        name=f"brushing/{subject_kind}/{subject}/2026-10/{SeenSign.objects.count()}",
        kind="brushing",
        subject_kind=subject_kind,
        subject=subject,
        period="2026-10",
        gaps={
            **dict.fromkeys(("buyers", "orders", "days", "most", "same", "unmarked"), 6),
            **dict.fromkeys(("chatted", "rated", "refunded"), 0),
            "amount": "9.9",
            "sum": "59.4",
        },
        evidence=[{"table": "orders", "file": "facts/orders.csv", "line": 7, "fields": [["order_id", "17"]]}],
        rows=6,
        chance=0.0001,
        test="geometric",
    )


def _one(_letter, _made):
    return {"number": seen().pk}


SIGN = "sign about a shop"
LINES = [
    line("signs:signs", "OS"),
    post("signs:look", "OS"),
    line("signs:sign", "OS", relation=SIGN),
    post("signs:find", "OS", relation=SIGN),
    line("api:signs_seen", "OS", period="2026-10"),
    line("api:look_for_signs", "OS", method="POST", period="2026-10"),
    line("api:write_sign_finding", "OS", method="POST", relation=SIGN, body=FINDING),
]
MAKERS = {SIGN: _one}
ELSEWHERE = {}
