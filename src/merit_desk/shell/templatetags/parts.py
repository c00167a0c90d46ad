"""Template tags of the components: `part` renders one, `wrap` puts a block inside one, the others are short forms."""

from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, Form
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.http import QueryDict
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from merit.kernel.problems import Problem
from merit_desk.shell.parts import shown_problems
from merit_desk.shell.sentences import say

register = template.Library()


def _shown(context: Context, name: str, given: dict[str, Any]) -> SafeString:
    engine = context.template.engine  # type: ignore[union-attr]  # a template is being rendered
    inside = context.new(given)
    for kept in ("request", "csrf_token", "language"):
        inside.setdefault(kept, context.get(kept))
    return engine.get_template(f"shell/components/{name}.html").render(inside)


@register.simple_tag(takes_context=True)
def part(context: Context, component: str, **given: object) -> SafeString:
    """A component of shell/components/; docs/desk-components.md says what each is given."""
    return _shown(context, component, given)


@register.simple_block_tag(takes_context=True, end_name="endwrap")
def wrap(context: Context, content: str, component: str, **given: object) -> SafeString:
    """A component around the block."""
    return _shown(context, component, {"content": content, **given})


@register.simple_tag(takes_context=True)
def field(context: Context, bound: BoundField, unit: str = "", check: str = "", **attributes: str | bool) -> SafeString:
    """A form field with label, help and errors. `check` is the address that is asked on leaving the field and
    answers a page or fragment with this field; `attributes` go to the control, `_` standing for `-`.
    """
    own: dict[str, str | bool] = {name.replace("_", "-"): value for name, value in attributes.items()}
    if check:
        place = f"#{bound.auto_id}_field"
        own |= {"hx-post": check, "hx-trigger": "change", "hx-target": place, "hx-select": place}
        own |= {"hx-swap": "outerHTML", "hx-include": "closest form"}
    own["class"] = f"{_look(bound)} {own.get('class', '')}".strip()
    given = {
        "field": bound,
        "kind": _kind(bound),
        "control": bound.as_widget(attrs=own),
        "unit": unit,
        "wrong": bound.errors,
        "described": bound.aria_describedby or "",
    }
    return _shown(context, "field", given)


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        return "many"
    return "tick" if isinstance(widget, CheckboxInput) else "line"


def _look(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple, CheckboxInput)):
        return "form-check-input"
    return "form-select" if isinstance(widget, Select) else "form-control"


@register.simple_tag(takes_context=True)
def form_errors(context: Context, *forms: Form) -> SafeString:
    """What is wrong with the forms in one list, each with a link to its field."""
    errors = [
        {"anchor": bound.id_for_label or f"{bound.auto_id}_field", "label": bound.label, "sentence": each}
        for form in forms
        for bound in form
        for each in bound.errors
    ]
    errors += [{"anchor": "", "label": "", "sentence": each} for form in forms for each in form.non_field_errors()]
    return _shown(context, "form_errors", {"errors": errors})


@register.simple_tag(takes_context=True)
def buttons(context: Context, primary: str, cancel_address: str = "", **given: object) -> SafeString:
    """The foot of a form: one primary button, the way back, why it cannot be pressed, when it was saved."""
    own = {"primary": primary, "cancel_address": cancel_address, "default_cancel": say("form.cancel")}
    return _shown(context, "buttons", own | given)


@register.simple_tag(takes_context=True)
def problems(context: Context, found: list[Problem], none: str = "", label: str = "") -> SafeString:
    """The core's findings with their places; `none` is said when there are none."""
    return _shown(context, "problems", {"problems": shown_problems(found), "none": none, "label": label})


@register.simple_tag(takes_context=True)
def skeleton(context: Context, shape: str = "lines", rows: int = 4) -> SafeString:
    """The shape of what is being loaded: lines, table, figures or chart."""
    return _shown(context, "skeleton", {"shape": shape, "rows": range(rows)})


@register.simple_tag(takes_context=True)
def sort_head(context: Context, name: str, label: str, look: str = "") -> SafeString:
    """A column head that sorts by `?sort=name` or `?sort=-name`, keeping the filter, from the first page."""
    query: QueryDict = context["request"].GET.copy()
    now = query.get("sort", "")
    way = {name: "ascending", f"-{name}": "descending"}.get(now, "none")
    query["sort"] = f"-{name}" if way == "ascending" else name
    query.pop("page", None)
    return _shown(context, "sort_head", {"label": label, "look": look, "way": way, "address": f"?{query.urlencode()}"})


@register.simple_tag(takes_context=True)
def paging(context: Context, page: Page[Any]) -> SafeString:
    """Which rows of how many are shown, and the pages beside; `?page=` keeps the filter."""
    return _shown(context, "paging", {"page": page})


@register.simple_tag
def pill(tone: str, text: str, icon: str = "") -> SafeString:
    """A state in a word: good, watch, bad, whatif, line or empty for calm. It always carries its word."""
    sign = format_html('<i class="ti ti-{}" aria-hidden="true"></i>', icon) if icon else ""
    return format_html('<span class="pill {}">{}{}</span>', tone, sign, text)


@register.filter
def notice_tone(level: str) -> str:
    """The tone of a Django message's level."""
    return {"error": "bad", "warning": "watch", "success": "good"}.get(level, "calm")


@register.filter
def file_size(size: int) -> str:
    """20 MB, 512 KB."""
    return f"{size // 2**20:,} MB" if size >= 2**20 else f"{max(size // 2**10, 1):,} KB"
