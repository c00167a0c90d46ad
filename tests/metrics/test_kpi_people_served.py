"""More of customer service: by people, by rounds, by load, and what a first and a last solution are."""

from fractions import Fraction

import pytest

from merit.kernel.node import person_node
from tests.metrics.hand_made import HandMade, share
from tests.metrics.test_relations_orders import line, order, refund


def talk(name: str, at: str, buyer: str = "amy", **more: object) -> dict[str, object]:
    return {"conversation_id": name, "shop": "s1", "agent": "ag", "buyer": buyer, "started_at": at, **more}


@pytest.fixture(scope="module")
def asked() -> HandMade:
    """Amy is answered once in time and once not; Bo in time; Cy never; Di asks at night."""
    talks = [
        talk("t1", "2026-10-01T09:00:00", first_reply_at="2026-10-01T09:03:00", rounds=2, rounds_in_3min=2),
        talk("t2", "2026-10-01T10:00:00", first_reply_at="2026-10-01T10:03:01", rounds=3, rounds_in_3min=1),
        talk("t3", "2026-10-02T09:00:00", "bo", first_reply_at="2026-10-02T09:01:00", rounds=1, rounds_in_3min=1),
        talk("t4", "2026-10-02T22:59:00", "cy", rounds=1, rounds_in_3min=0),
        talk("t5", "2026-10-02T23:00:00", "di", first_reply_at="2026-10-02T23:00:30", rounds=1, rounds_in_3min=1),
        talk("t6", "2026-10-03T09:00:00", first_reply_at="2026-10-03T09:00:30", rounds=1, rounds_in_3min=1),
    ]
    return HandMade({"conversations": talks}, (share("agent", "ag", "pa"),))


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("consulted_people", 3),  # amy, bo and cy; di asked after 23:00
        ("people_kept_waiting", 2),  # amy once, which is enough, and cy for ever; 180 s sharp is in time
        ("reply_3min_people", Fraction(1, 3)),
        ("reply_3min", Fraction(5, 8)),  # by rounds the same talks look better
        ("reply_rate_people", Fraction(4, 5)),  # amy's two days are two, her two talks of a day are one
        ("reply_rate", Fraction(5, 6)),
    ],
)
def test_people_and_rounds_give_different_figures_of_the_same_talks(
    asked: HandMade, kpi: str, expected: Fraction
) -> None:
    assert asked.value(kpi) == expected
    assert asked.value(kpi, node=person_node("pa")) == expected


def test_the_platform_s_thirty_days_reach_back_into_the_month_before(asked: HandMade) -> None:
    assert asked.value("reply_3min_30d", "2026-10-31") == Fraction(2, 3)  # 2 to 31 October: t3, t4 and t6
    assert asked.value("reply_3min_30d", "2026-10") == asked.value("reply_3min_30d", "2026-10-31")
    assert asked.value("reply_3min_30d", "2026-11-01") == 1  # only t6 is left


def said(conversation: str, *moments: tuple[str, str]) -> list[dict[str, object]]:
    return [
        {"conversation_id": conversation, "number": str(at), "at": f"2026-10-01T{when}", "sender": sender}
        for at, (sender, when) in enumerate(moments)
    ]


@pytest.fixture(scope="module")
def chats() -> HandMade:
    """One round answered in 100 s, one by a robot only, one after 20 minutes, one begun at 22:59 and one at 23:00."""
    talks = [talk("c1", "2026-10-01T10:00:00"), talk("c2", "2026-10-01T22:59:00", "bo")]
    first = said(
        "c1",
        ("buyer", "10:00:00"),
        ("buyer", "10:01:00"),  # asking again starts no new clock
        ("agent", "10:01:40"),
        ("buyer", "11:00:00"),
        ("agent", "11:20:00"),
    )
    second = said("c2", ("buyer", "22:59:00"), ("robot", "22:59:01"), ("agent", "23:00:30"), ("buyer", "23:01:00"))
    return HandMade({"conversations": talks, "messages": first + second}, (share("agent", "ag", "pa"),))


def test_douyin_counts_an_unanswered_or_very_late_round_as_ten_minutes(chats: HandMade) -> None:
    # 100 s, 1200 s that count 600, and 90 s; the round of 23:01 is out of hours
    assert chats.value("douyin_reply_seconds", "2026-10-30") == Fraction(100 + 600 + 90, 3)
    assert chats.rows("rounds", "minute", "answered", "in_3min") == [
        (600, True, True),
        (660, True, False),
        (1379, True, True),
        (1381, False, False),
    ]


def test_answers_are_those_of_people_and_every_question_counts(chats: HandMade) -> None:
    assert chats.value("answer_ratio") == Fraction(3, 5)
    assert chats.value("answer_ratio", node=person_node("pa")) == Fraction(3, 5)


@pytest.fixture(scope="module")
def busy() -> HandMade:
    """Three talks overlap; the fourth begins in the very moment in which the third ends."""
    talks = [
        talk("t1", "2026-10-01T10:00:00", resolved_at="2026-10-01T11:00:00"),
        talk("t2", "2026-10-01T10:10:00", "bo", resolved_at="2026-10-01T10:20:00"),
        talk("t3", "2026-10-01T10:15:00", "cy", resolved_at="2026-10-01T10:30:00"),
        talk("t4", "2026-10-01T10:30:00", "di", resolved_at="2026-10-01T10:40:00"),
        talk("t5", "2026-10-01T10:16:00", "eve", agent="other"),
    ]
    hours = [{"day": "2026-10-01", "agent": "ag", "hours": 2}]
    return HandMade({"conversations": talks, "agent_hours": hours}, (share("agent", "ag", "pa"),))


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("concurrency", Fraction(1 + 2 + 3 + 3, 4)),  # t3 has not ended before t4 begins
        ("concurrency_p99", 3),
        ("hours_on_line", 2),
        ("handle_load", 2),
    ],
)
def test_load_is_what_an_agent_carries_at_once(busy: HandMade, kpi: str, expected: Fraction) -> None:
    assert busy.value(kpi, node=person_node("pa")) == expected


@pytest.fixture(scope="module")
def solved() -> HandMade:
    """t1 is solved after 1 h and again after 5 h, t2 once after 2 h, t3 never; of t4 only the end is known."""
    talks = [
        talk("t1", "2026-10-01T10:00:00", resolved_at="2026-10-01T15:00:00", rating=5, rated_at="2026-10-02"),
        talk("t2", "2026-10-01T10:00:00", resolved_at="2026-10-01T12:00:00", rating=3, rated_at="2026-10-02"),
        talk("t3", "2026-10-01T10:00:00", rating=5, rated_at="2026-10-02"),
        talk("t4", "2026-10-01T10:00:00", resolved_at="2026-10-01T13:00:00"),
    ]  # fmt: skip
    times = [("t1", "11:00"), ("t1", "15:00"), ("t2", "12:00")]
    solutions = [{"conversation_id": name, "solved_at": f"2026-10-01T{when}:00"} for name, when in times]
    return HandMade({"conversations": talks, "solutions": solutions})


@pytest.mark.parametrize(
    ("kpi", "hours"),
    [
        ("resolution_first_p50", 2),  # 1, 2 and 3 hours
        ("resolution_first_p90", 3),
        ("resolution_full_p50", 3),  # 2, 3 and 5 hours
        ("resolution_full_p90", 5),
        ("resolution_p50", 3),
    ],
)
def test_a_reopened_conversation_has_two_times_of_solution(solved: HandMade, kpi: str, hours: int) -> None:
    assert solved.value(kpi) == hours * 3600


def test_satisfied_without_a_solution_is_not_satisfied_for_taobao(solved: HandMade) -> None:
    assert solved.value("taobao_satisfaction") == Fraction(1, 3)
    assert solved.value("csat") == Fraction(2, 3)


def test_a_survey_sent_is_no_survey_answered() -> None:
    sent = [{"survey_id": str(at), "kind": "csat", "respondent": str(at), "sent_at": "2026-10-01"} for at in range(4)]
    sent[0] |= {"answered_at": "2026-11-05", "score": 5}
    sent.append({"survey_id": "n", "kind": "nps", "respondent": "n", "sent_at": "2026-10-01"})
    assert HandMade({"surveys": sent}).value("csat_response_rate") == Fraction(1, 4)


def test_what_an_agent_sold_is_less_by_what_those_orders_were_refunded_whenever_that_was() -> None:
    orders = [
        order("o1", buyer="amy", paid_at="2026-10-01T12:00"),
        order("o2", buyer="zoe", paid_at="2026-10-01T12:00"),
    ]
    back = [
        refund("r1", 30, order_id="o1", refunded_at="2026-12-01T10:00"),
        refund("r2", 5, order_id="o1", status="closed"),
        refund("r3", 40, order_id="o2"),
    ]
    facts = {"orders": orders, "order_lines": [line("l", 100, "o1"), line("l", 80, "o2")], "refunds": back}
    made = HandMade(facts | {"conversations": [talk("t1", "2026-10-01T10:00:00")]})
    assert made.value("cs_sales") == 100
    assert made.value("cs_sales_net") == 70  # the silent order's refund is none of the agent's


def test_complaints_have_three_denominators() -> None:
    complaint = {"shop": "s1", "agent": "ag", "opened_at": "2026-10-05T10:00", "order_id": "o1"}
    made = HandMade(
        {
            "orders": [order(f"o{n}", paid_at="2026-10-01T12:00") for n in range(8)],
            "conversations": [talk(f"t{n}", "2026-10-01T10:00:00") for n in range(4)],
            "complaints": [{"complaint_id": "c1", **complaint}, {"complaint_id": "c2", **complaint}],
        }
    )
    assert made.value("complaint_rate") == Fraction(2, 8)
    assert made.value("complaint_rate_talks") == Fraction(2, 4)
    assert made.value("complaint_rate_cohort") == Fraction(1, 8)
    assert made.value("taobao_help_rate", "2026-10-30") == Fraction(2, 8)
    assert made.value("pdd_help_rate", "2026-10-30") == Fraction(1, 8)  # twice on one order is one order
    assert made.value("taobao_help_rate", "2026-10-31") is None  # the orders of 1 October are 31 days away
