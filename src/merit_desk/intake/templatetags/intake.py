"""Controls inside tables, which have no room for the label above them that a field has."""

from django import template
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from merit.kernel.problems import Problem
from merit.wording.sentences import problem_sentence
from merit_desk.intake.forms import WORDS
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say

register = template.Library()


@register.simple_tag
def control(bound: BoundField, look: str = "form-select") -> SafeString:
    """The select or input alone; its label is said to those who do not see the table's head."""
    wrong = {"aria-invalid": "true"} if bound.errors else {}
    return bound.as_widget(attrs={"class": look, "aria-label": str(bound.label), **wrong})


@register.simple_tag
def word_choice(bound: BoundField, table: str, column: str) -> SafeString:
    """Which of the words that KPIs ask for a word of the file is."""
    words = [("", say("intake.word_other")), *((each, say(f"intake.word.{each}")) for each in WORDS[table, column])]
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SafeString(" selected") if bound.value() == value else "", label) for value, label in words),
    )
    return format_html('<select class="form-select" name="{}">{}</select>', bound.html_name, options)


@register.filter
def problem_words(problem: Problem) -> str:
    """What a finding says."""
    return problem_sentence(problem, current_language())
