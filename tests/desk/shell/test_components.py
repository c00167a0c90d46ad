"""Every component stands on one page and shows what it was given; texts come from sentences."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.test import RequestFactory

from merit_desk.shell.comparison import beside
from merit_desk.shell.parts import StepState, steps
from merit_desk.shell.sentences import desk_sentences
from merit_desk.shell.templatetags.marks import spark
from tests.desk.shell.gallery import GalleryForm

SHELL = Path(__file__).parents[3] / "src" / "merit_desk" / "shell"
DOCUMENTED = (SHELL.parents[2] / "docs" / "desk-components.md").read_text("utf-8")
COMPONENTS = sorted(file.stem for file in (SHELL / "templates" / "shell" / "components").glob("*.html"))
INNER = {"beside_line", "confirm", "notices", "paging", "sort_head"}
"""Parts of other components."""


def drawn(source, address="/x/", **given):
    template = engines["django"].from_string(source)
    return template.render(given, RequestFactory().get(address))


@pytest.mark.parametrize("name", sorted(set(COMPONENTS) - INNER))
def test_a_component_is_described(name):
    assert re.search(rf"[`%\"]\s*{name}\b", DOCUMENTED), name


def test_codes_given_by_filter_are_known():
    known = desk_sentences("zh").keys()
    files = (SHELL.parent).rglob("templates/**/*.html")
    given = re.compile(r'"([a-z_]+\.[a-z_.]*[a-z])"\|sentence')
    used = {code for file in files for code in given.findall(file.read_text("utf-8"))}
    assert used - known == set()


def test_an_optional_field_says_so_and_a_required_one_does_not():
    form = GalleryForm()
    assert "选填" in drawn("{% field f %}", f=form["note"])
    assert "选填" not in drawn("{% field f %}", f=form["title"])


def test_a_wrong_field_is_tied_to_its_error_and_keeps_what_was_typed():
    form = GalleryForm({"title": "", "amount": "十元"})
    shown = drawn("{% field f %}", f=form["amount"])
    assert 'aria-invalid="true"' in shown
    assert 'id="id_amount_error"' in shown
    assert "id_amount_error" in re.search(r'aria-describedby="([^"]+)"', shown)[1]
    assert 'value="十元"' in shown


def test_the_list_of_errors_leads_to_the_fields():
    form = GalleryForm({"title": "x", "amount": "x", "kind": "a", "start": "2026-10-01", "who": "1"})
    shown = drawn("{% form_errors f %}", f=form)
    assert 'href="#id_amount"' in shown
    assert "1 处" in shown


def test_a_button_that_cannot_be_pressed_says_why():
    shown = drawn('{% buttons "封存" reason="还有 5 人未评" %}')
    assert "disabled" in shown
    assert "还有 5 人未评" in shown


def test_sorting_turns_round_keeps_the_filter_and_starts_at_the_first_page():
    shown = drawn('{% sort_head "total" "总分" %}', "/x/?q=a&sort=total&page=3")
    assert 'aria-sort="ascending"' in shown
    assert 'href="?q=a&amp;sort=-total"' in shown


def test_steps_before_the_present_one_may_be_gone_back_to():
    first, second, third = steps([("a", "/a"), ("b", "/b"), ("c", "/c")], 1)
    assert (first.state, first.address) == (StepState.DONE, "/a")
    assert (second.state, second.address) == (StepState.NOW, "")
    assert (third.state, third.address) == (StepState.NEXT, "")


def test_equal_lines_between_changes_are_folded():
    old = "\n".join(str(number) for number in range(20))
    lines = beside(old, old.replace("3\n", "three\n", 1).replace("19", "last"))
    assert [line.kind for line in lines].count("gap") == 1
    assert [(line.left, line.right) for line in lines if line.kind == "changed"] == [("3", "three"), ("19", "last")]
    assert beside(old, old) == []


def test_a_day_without_a_value_leaves_a_gap_in_the_line():
    assert spark([1.0, None, 3.0, 2.0])["lines"].count("M") == 2
    assert spark([1.0]) == {}


def test_text_given_to_a_component_is_escaped():
    assert "<b>" not in drawn('{% part "empty" why=why %}', why="<b>x</b>")
    assert "<b>" not in drawn('{% pill "good" why %}', why="<b>x</b>")
