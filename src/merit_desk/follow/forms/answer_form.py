"""Answering a report."""

from django import forms

from merit_desk.follow.forms.fields import text_field


class ReportAnswerForm(forms.Form):
    """What the manager says to it."""

    text = text_field("follow.field.answer", required=True, most=4000)
