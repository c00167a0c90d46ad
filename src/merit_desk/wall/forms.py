"""Naming a screen."""

from django import forms

from merit_desk.shell.sentences import said


class ScreenForm(forms.Form):
    """Where it hangs."""

    name = forms.CharField(label=said("wall.screen_name"), help_text=said("wall.screen_name_help"), max_length=80)
