"""The filter of the trail."""

from django import forms


class Filter(forms.Form):
    """All fields may stay empty; an unreadable day is as good as none."""

    who = forms.CharField(required=False, max_length=80)
    what = forms.CharField(required=False, max_length=60)
    subject = forms.CharField(required=False, max_length=200)
    first = forms.DateField(required=False)
    last = forms.DateField(required=False)
