"""`experiments/*.yaml` to experiments. Everything wrong in a document is reported at once, each with its line."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

from merit.catalogue.kpi import Catalogue
from merit.experiments.experiment import (
    Arm,
    AssignedBy,
    Expected,
    Experiment,
    Prior,
    ReadingRule,
    SegmentRule,
    UnitKind,
)
from merit.experiments.metric_section import read_metrics
from merit.kernel.document import Document
from merit.kernel.exact import plain
from merit.kernel.problems import Problem, has_errors, in_order
from merit.kernel.section import Section, document_section

KEYS = (
    *("experiment", "title", "hypothesis", "owner", "deciders", "shops", "unit", "start", "end", "arms", "control"),
    *("assignment", "reading", "alpha", "power", "covariate_days", "planned_units", "metrics", "segments"),
    *("prior", "expected"),
)
LANGUAGES = ("zh", "en")
_NO_DAY = date(2000, 1, 1)
_FEWEST_ARMS = 2


def read_experiment_file(document: Document, catalogue: Catalogue) -> tuple[Experiment | None, list[Problem]]:
    """The experiment that the document declares, and all Problems; None when one of them is an error."""
    problems: list[Problem] = []
    fields = document_section(document, problems)
    fields.known_keys(*KEYS)
    needed = fields.needed("experiment", "title", "hypothesis", "owner", "unit", "start", "end", "arms", "metrics")
    found = _experiment(fields, catalogue) if needed else None
    return (None if has_errors(problems) else found), in_order(problems)


def _experiment(fields: Section, catalogue: Catalogue) -> Experiment:
    arms = _arms(fields)
    unit = fields.choice("unit", UnitKind, UnitKind.VISITOR)
    assigned_by, salt = _assignment(fields)
    start, end = _days(fields)
    return Experiment(
        experiment=fields.text("experiment"),
        title=_texts(fields, "title"),
        hypothesis=_texts(fields, "hypothesis"),
        owner=fields.text("owner"),
        deciders=fields.names("deciders"),
        unit=unit,
        start=start,
        end=end,
        arms=arms,
        control=_control(fields, arms),
        assigned_by=assigned_by,
        metrics=read_metrics(fields, catalogue, unit, assigned_by),
        source=fields.source(),
        salt=salt,
        shops=fields.names("shops"),
        rule=fields.choice("reading", ReadingRule, ReadingRule.ALWAYS),
        alpha=_between(fields, "alpha", Fraction(1, 20)),
        power=_between(fields, "power", Fraction(4, 5)),
        covariate_days=_covariate_days(fields, assigned_by),
        segments=_segments(fields, assigned_by),
        prior=_prior(fields.inner("prior")),
        expected=_expected(fields),
        planned_units=fields.whole("planned_units", 0),
    )


def _texts(fields: Section, key: str) -> dict[str, str]:
    """Both languages; one bare text stands for both."""
    if not isinstance(fields.data.get(key), dict):
        return dict.fromkeys(LANGUAGES, fields.text(key))
    inner = fields.inner(key)
    inner.known_keys(*LANGUAGES)
    written = {language: inner.text(language) for language in LANGUAGES if inner.has(language)}
    return {language: written.get(language, next(iter(written.values()), "")) for language in LANGUAGES}


def _days(fields: Section) -> tuple[date, date]:
    start, last = fields.day("start"), fields.day("end")
    if start is None or last is None:
        return _NO_DAY, _NO_DAY + timedelta(days=1)
    if last < start:
        fields.add(
            Problem("experiments.ends_before_it_begins", fields.place("end"), {"start": str(start), "end": str(last)})
        )
    return start, last + timedelta(days=1)


def _arms(fields: Section) -> tuple[Arm, ...]:
    found: list[Arm] = []
    for each in fields.sections("arms"):
        each.known_keys("arm", "share", "title")
        if each.needed("arm", "share"):
            found.append(
                Arm(each.text("arm"), _part(each, "share"), _texts(each, "title") if each.has("title") else {})
            )
    if len(found) < _FEWEST_ARMS:
        fields.add(Problem("experiments.too_few_arms", fields.place("arms"), {"count": len(found)}))
    for name, times in Counter(each.arm for each in found).items():
        if times > 1:
            fields.add(Problem("experiments.arm_twice", fields.place("arms"), {"arm": name}))
    total = sum((each.share for each in found), Fraction(0))
    if found and total != 1:
        fields.add(Problem("experiments.shares_not_whole", fields.place("arms"), {"total": plain(total * 100)}))
    return tuple(found)


def _part(fields: Section, key: str) -> Fraction:
    """`50%` or `0.5`, above 0 and at most 1; a stand-in after reporting what is wrong."""
    written = fields.text(key)
    value = fields.as_number(written.removesuffix("%"), (key,), low=0)
    if value is None:
        return Fraction(1, 2)
    part = value / 100 if written.endswith("%") else value
    if not 0 < part <= 1:
        fields.add(Problem("experiments.not_a_part", fields.place(key), {"key": key, "value": written}))
    return part


def _between(fields: Section, key: str, default: Fraction) -> Fraction:
    if not fields.has(key):
        return default
    part = _part(fields, key)
    if part >= 1:
        fields.add(Problem("experiments.not_a_part", fields.place(key), {"key": key, "value": fields.text(key)}))
    return part


def _control(fields: Section, arms: tuple[Arm, ...]) -> str:
    names = [each.arm for each in arms]
    if not fields.has("control"):
        return names[0] if names else ""
    written = fields.text("control")
    if written not in names:
        fields.not_a_choice(written, names, "control")
    return written


def _assignment(fields: Section) -> tuple[AssignedBy, str]:
    """`file`, `totals`, or `{hash: salt}`."""
    if not isinstance(fields.data.get("assignment"), dict):
        found = fields.choice("assignment", AssignedBy, AssignedBy.FILE)
        if found is AssignedBy.HASH:
            fields.add(Problem("experiments.hash_without_salt", fields.place("assignment")))
        return found, ""
    inner = fields.inner("assignment")
    inner.known_keys("hash")
    inner.needed("hash")
    return AssignedBy.HASH, inner.text("hash")


def _covariate_days(fields: Section, assigned_by: AssignedBy) -> int:
    days = fields.whole("covariate_days", 0)
    if days and assigned_by is AssignedBy.TOTALS:
        fields.add(
            Problem("experiments.totals_tell_no_units", fields.place("covariate_days"), {"key": "covariate_days"})
        )
    return days


def _segments(fields: Section, assigned_by: AssignedBy) -> tuple[SegmentRule, ...]:
    found: list[SegmentRule] = []
    if fields.has("segments") and assigned_by is AssignedBy.TOTALS:
        fields.add(Problem("experiments.totals_tell_no_units", fields.place("segments"), {"key": "segments"}))
    for each in fields.sections("segments"):
        each.known_keys("segment", "of", "since")
        if each.needed("segment", "of"):
            relation, _, column = each.text("of").partition(".")
            if not column:
                each.add(Problem("experiments.not_a_column", each.place("of"), {"value": each.text("of")}))
            found.append(SegmentRule(each.text("segment"), relation, column, each.day("since")))
    return tuple(found)


def _prior(fields: Section) -> Prior:
    fields.known_keys("successes", "failures")
    one = Fraction(1)
    return Prior(fields.above_zero("successes", one) or one, fields.above_zero("failures", one) or one)


def _expected(fields: Section) -> Expected | None:
    if (inner := fields.part("expected")) is None:
        return None
    inner.known_keys("value", "deviation", "units_per_day")
    if not inner.needed("value", "units_per_day"):
        return None
    value, each_day = inner.number("value"), inner.above_zero("units_per_day")
    deviation = inner.above_zero("deviation") if inner.has("deviation") else None
    return Expected(value, deviation, each_day) if value is not None and each_day is not None else None
