"""What people value: counted in groups from the floor up, and never so that a closed answer could be worked out."""

from hypothesis import given
from hypothesis import strategies as st

from merit.rewards.recognition.valued import Valued, ValuedAnswer, ValuedCount, counts, fitting, overview

MONEY, TIME, TRAIN = Valued.MONEY, Valued.TIME_OFF, Valued.TRAINING


def answer(*ranking, group="south", opened=True):
    return ValuedAnswer(group, ranking, opened)


def test_what_is_named_most_comes_first_and_ties_go_to_what_was_more_often_first():
    found = counts([answer(MONEY, TIME), answer(TIME, MONEY), answer(TIME)])
    assert found == (ValuedCount(TIME, 3, 2, 3), ValuedCount(MONEY, 2, 1, 3))


def test_fewer_answers_than_the_floor_show_nothing():
    assert overview([answer(MONEY)] * 4, 5) == {}
    assert overview([answer(MONEY)] * 5, 5)[""] == (ValuedCount(MONEY, 5, 5, 5),)


def test_a_group_below_the_floor_is_not_shown_and_neither_is_the_one_that_would_give_it_away():
    answers = [answer(MONEY, group="south")] * 6 + [answer(TIME, group="north")] * 5 + [answer(TRAIN, group="east")] * 2
    assert set(overview(answers, 5)) == {"", "south"}


def test_closed_answers_below_the_floor_are_not_even_in_the_whole():
    answers = [answer(MONEY)] * 6 + [answer(TIME, opened=False)] * 4
    assert overview(answers, 5)[""] == (ValuedCount(MONEY, 6, 6, 6),)


def test_closed_answers_from_the_floor_are_in_the_whole_and_in_no_group():
    answers = [answer(MONEY)] * 6 + [answer(TIME, opened=False)] * 5
    found = overview(answers, 5)
    assert found[""] == (ValuedCount(MONEY, 6, 6, 11), ValuedCount(TIME, 5, 5, 11))
    assert found["south"] == (ValuedCount(MONEY, 6, 6, 6),)


def test_offers_come_in_the_order_of_the_person_and_others_are_left_out():
    offers = [(MONEY, "a"), (TIME, "b"), (TRAIN, "c"), (TIME, "d")]
    assert fitting((TRAIN, TIME), offers) == ((TRAIN, "c"), (TIME, "b"), (TIME, "d"))


ANSWERS = st.lists(
    st.builds(
        ValuedAnswer,
        st.sampled_from("abc"),
        st.lists(st.sampled_from(Valued), min_size=1, max_size=3, unique=True).map(tuple),
        st.booleans(),
    ),
    max_size=40,
)


@given(ANSWERS, st.integers(3, 6))
def test_who_knows_the_open_answers_learns_of_closed_ones_only_together_from_the_floor(answers, floor):
    found = overview(answers, floor)
    opened = [each for each in answers if each.open_to_hr]
    for group, shown in found.items():
        own = [each for each in opened if not group or each.group == group]
        unknown = (shown[0].of if shown else 0) - len(own)
        assert unknown == 0 or unknown >= floor
        assert not shown or shown[0].of >= floor
