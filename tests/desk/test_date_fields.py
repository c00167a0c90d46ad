"""A browser's date field stands empty unless its value is written as 2026-09-30, whatever the language."""

import importlib
import pkgutil

import pytest
from django import forms

import merit_desk


def _forms():
    """Every form of the desk."""
    for module in pkgutil.walk_packages(merit_desk.__path__, "merit_desk."):
        if ".forms" in module.name:
            importlib.import_module(module.name)
    waiting, seen = [forms.BaseForm], set()
    while waiting:
        new = set(waiting.pop().__subclasses__()) - seen
        seen |= new
        waiting += new
    ours = (kind for kind in seen if kind.__module__.startswith("merit_desk.") and hasattr(kind, "base_fields"))
    return sorted(ours, key=lambda kind: f"{kind.__module__}.{kind.__qualname__}")


def _date_fields():
    return [
        pytest.param(field, id=f"{kind.__module__}.{kind.__qualname__}.{name}")
        for kind in _forms()
        for name, field in kind.base_fields.items()
        if isinstance(field, forms.DateField) and isinstance(field.widget, forms.DateInput)
    ]


@pytest.mark.parametrize("field", _date_fields())
def test_the_day_that_stands_there_is_written_so_that_a_browser_shows_it(field):
    assert field.widget.attrs.get("type") != "date" or field.widget.format == "%Y-%m-%d"
