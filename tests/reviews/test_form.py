"""The form: what it asks of whom, and what makes it no form."""

import pytest

from merit.kernel.refusals import ConflictRefusal
from merit.reviews.form import QuestionKind, form_data, read_form, usual_form
from merit.scores.indicators.ratings import Relation

ASKED = {"id": "q1", "kind": "scale", "title": "讲得清楚", "asked": ["peer"], "words": {"5": "总是", "1": "很少"}}


def test_a_cycle_without_a_form_has_the_usual_one():
    assert read_form({}).questions == usual_form().questions
    assert [each.id for each in read_form({}).asked_of(Relation.PEER)] == ["well", "better"]
    assert [each.id for each in read_form({}).asked_of(Relation.MANAGER)] == ["well", "better", "next"]


def test_a_form_is_read_as_it_was_kept():
    form = read_form({"questions": [ASKED], "words": {"collaboration": {"5": "带动别人"}}})
    assert form.questions[0].kind is QuestionKind.SCALE
    assert form.questions[0].words == {5: "总是", 1: "很少"}
    assert read_form(form_data(form)) == form


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"title": " "}, "reviews.form.no_title"),
        ({"asked": []}, "reviews.form.nobody_asked"),
        ({"asked": ["friend"]}, "reviews.form.not_readable"),
        ({"kind": "stars"}, "reviews.form.not_readable"),
        ({"title": "x" * 301}, "reviews.form.too_long"),
    ],
)
def test_what_makes_it_no_form_is_said(wrong, code):
    with pytest.raises(ConflictRefusal) as refused:
        read_form({"questions": [{**ASKED, **wrong}]})
    assert refused.value.code == code


def test_no_id_stands_twice_and_there_are_not_too_many_questions():
    with pytest.raises(ConflictRefusal, match="id_twice"):
        read_form({"questions": [ASKED, ASKED]})
    with pytest.raises(ConflictRefusal, match="too_many"):
        read_form({"questions": [{**ASKED, "id": str(each)} for each in range(31)]})
