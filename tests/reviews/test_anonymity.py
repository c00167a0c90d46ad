"""What leaves the desk tells nobody a single answer: held against every other set of answers that looks the same."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from merit.reviews.anonymity import evened, in_no_order, pseudonym, published, quotable, shown_means
from merit.scores.indicators.rated import Heard, rated_mean
from merit.scores.indicators.ratings import Relation
from merit.scores.plan.score_plan import BelowFloor, RatingScheme

KEY = b"k" * 32
FLOOR = 3
OTHERS = (Relation.PEER, Relation.REPORT, Relation.CROSS)
WEIGHTS = ((Relation.MANAGER, Fraction(50)), *((each, Fraction(15)) for each in OTHERS), (Relation.SELF, Fraction(5)))
DAYS = {"boss": 18, "chief": 12}


def scheme(below=BelowFloor.WITHHOLD, trim=Fraction(0), high=5):
    return RatingScheme(Fraction(1), Fraction(high), WEIGHTS, trim, below)


grades = st.integers(1, 5).map(Fraction)
raters = st.sampled_from([f"p{number}" for number in range(12)])
groups_of_answers = st.fixed_dictionaries(
    {
        Relation.MANAGER: st.dictionaries(st.sampled_from(["boss", "chief"]), grades, max_size=2),
        Relation.SELF: st.dictionaries(st.just("ann"), grades, max_size=1),
        **{each: st.dictionaries(raters, grades, max_size=6) for each in OTHERS},
    }
)
schemes = st.builds(
    scheme, st.sampled_from(list(BelowFloor)), st.sampled_from([Fraction(0), Fraction(1, 5), Fraction(1, 3)])
)


def mean_of(answers, how, days=DAYS):
    found = rated_mean(Heard(answers, ()), how, FLOOR, days)
    return None if found is None else found.value


def as_answers(rows):
    found = {}
    for row in rows:
        found.setdefault(row.relation, {})[row.rater] = row.score
    return found


def seen(answers, how):
    """Everything about one indicator that anybody but the raters ever sees: rows, means, the mean of all."""
    rows = published(answers, how, FLOOR, "ann", KEY)
    return rows, shown_means(answers, how, FLOOR, DAYS), mean_of(answers, how)


@given(groups_of_answers, schemes)
def test_the_rows_in_the_folder_give_the_true_mean_of_every_relation_and_of_all(answers, how):
    rows = as_answers(published(answers, how, FLOOR, "ann", KEY))
    assert shown_means(rows, how, FLOOR, DAYS) == shown_means(answers, how, FLOOR, DAYS)
    assert mean_of(rows, how) == mean_of(answers, how)


@given(groups_of_answers, schemes)
def test_a_relation_below_the_floor_leaves_no_row_and_changes_nothing_that_is_seen(answers, how):
    few = [each for each in OTHERS if len(answers[each]) < FLOOR]
    assume(few and how.below_floor is BelowFloor.WITHHOLD)
    without = {relation: {} if relation in few else given for relation, given in answers.items()}
    assert seen(answers, how) == seen(without, how)
    assert not [row for row in published(answers, how, FLOOR, "ann", KEY) if row.relation in few]


@given(groups_of_answers, schemes)
def test_no_row_names_a_rater_but_self_and_managers(answers, how):
    for row in published(answers, how, FLOOR, "ann", KEY):
        assert (row.rater in {"ann", "boss", "chief"}) == (row.relation in {Relation.SELF, Relation.MANAGER})
        assert row.rater not in {f"p{number}" for number in range(12)}


@given(groups_of_answers, schemes, st.data())
def test_who_gave_which_answer_in_a_relation_changes_nothing_that_is_seen(answers, how, data):
    """Ordering, pseudonyms and merging carry no answer: raters of a relation may swap theirs."""
    relation = data.draw(st.sampled_from(OTHERS))
    names = sorted(answers[relation])
    swapped = dict(zip(names, data.draw(st.permutations([answers[relation][name] for name in names])), strict=True))
    assert seen({**answers, relation: swapped}, how) == seen(answers, how)


@given(groups_of_answers, st.integers(0, 3), st.data())
def test_no_answer_is_determined_even_for_raters_who_pool_their_own(answers, colluding, data):
    """With all that is seen and some raters' own answers, any other rater may have answered otherwise.

    Two must be left who do not collude, and their answers must not all lie at one end of the scale, which an exact
    mean gives away by itself.
    """
    how = scheme()
    relation = data.draw(st.sampled_from(OTHERS))
    group = answers[relation]
    assume(len(group) >= max(FLOOR, colluding + 2))
    honest = sorted(group)[colluding:]
    assume({group[each] for each in honest} not in ({1}, {5}))
    before = seen(answers, how)
    for one in honest:
        assert any(seen({**answers, relation: other}, how) == before for other in otherwise(group, one, honest))


def otherwise(group, one, honest):
    """Sets of answers in which `one` answered otherwise and those who collude did not."""
    for other in honest:
        for step in (1, -1):
            moved = {**group, one: group[one] + step, other: group[other] - step}
            if other != one and all(1 <= moved[each] <= 5 for each in (one, other)):
                yield moved


@pytest.mark.parametrize("trim", [Fraction(0), Fraction(1, 4), Fraction(1, 3)])
@pytest.mark.parametrize("count", [3, 4])
def test_of_a_small_scale_every_set_of_answers_was_tried(trim, count):
    """Exhaustive for a scale of three: what is seen fits two answers of everybody unless all are at one end."""
    how = RatingScheme(Fraction(1), Fraction(3), ((Relation.PEER, Fraction(100)),), trim)
    looks = {}
    for given_ in product(map(Fraction, (1, 2, 3)), repeat=count):
        answers = {Relation.PEER: dict(zip("abcd", given_, strict=False))}
        rows = tuple(published(answers, how, FLOOR, "ann", KEY))
        looks.setdefault((rows, mean_of(answers, how)), []).append(given_)
    for fits in looks.values():
        for rater in range(count):
            answered = {each[rater] for each in fits}
            ends = not int(count * trim) and len(set(fits[0])) == 1 and fits[0][0] in (1, 3)
            assert len(answered) > 1 or ends


@given(groups_of_answers, schemes, st.data())
def test_a_second_publication_after_the_manager_changed_says_the_same_of_everybody_else(answers, how, data):
    """Before and after a returned manager's form nothing but the manager's own rows differs."""
    again = {**answers, Relation.MANAGER: {"boss": data.draw(grades)}}
    first, second = (published(each, how, FLOOR, "ann", KEY) for each in (answers, again))
    assert [row for row in first if row.relation is not Relation.MANAGER] == [
        row for row in second if row.relation is not Relation.MANAGER
    ]


@given(st.lists(st.integers(1, 9).map(Fraction), min_size=1, max_size=20))
def test_evened_scores_differ_by_one_step_at_most_and_keep_their_sum(scores):
    found = evened(scores, scheme(high=9))
    assert sum(found) == sum(scores)
    assert max(found) - min(found) <= 1
    assert found == sorted(found)


def test_a_score_between_two_steps_cannot_be_published():
    with pytest.raises(ValueError, match="between two steps"):
        evened([Fraction(7, 2)], scheme())


def test_by_hand_three_peers_five_five_one_are_published_as_four_four_three():
    rows = published({Relation.PEER: dict(zip("abc", map(Fraction, (5, 5, 1)), strict=True))}, scheme(), 3, "ann", KEY)
    assert sorted(row.score for row in rows) == [3, 4, 4]


def test_one_rater_in_two_relations_has_one_name_and_another_under_another_key_or_subject():
    assert pseudonym(KEY, "ann", "bob") == pseudonym(KEY, "ann", "bob")
    assert len({pseudonym(KEY, "ann", "bob"), pseudonym(b"x", "ann", "bob"), pseudonym(KEY, "cat", "bob")}) == 3
    assert "bob" not in pseudonym(KEY, "ann", "bob")


@settings(max_examples=30)
@given(st.lists(st.text(min_size=1), unique=True), st.randoms())
def test_the_order_of_comments_does_not_depend_on_the_order_they_came_in(names, chance):
    shuffled = list(names)
    chance.shuffle(shuffled)
    assert in_no_order(KEY, [(each, each) for each in names]) == in_no_order(KEY, [(each, each) for each in shuffled])


def test_comments_are_quoted_of_relations_at_the_floor_alone():
    wrote = {Relation.PEER: "abc", Relation.REPORT: "de", Relation.CROSS: "f", Relation.MANAGER: ["boss"]}
    assert quotable(wrote, 3, BelowFloor.WITHHOLD) == [(Relation.PEER,)]
    assert quotable(wrote, 3, BelowFloor.MERGE) == [(Relation.PEER,), (Relation.REPORT, Relation.CROSS)]
    assert quotable({Relation.PEER: "ab", Relation.CROSS: "b"}, 3, BelowFloor.MERGE) == []
