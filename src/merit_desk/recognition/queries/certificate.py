"""The certificate of an honour: A4 across, Chinese type, number and day; in the reader's language."""

import json
import os
from importlib.resources import files

import typst

from merit_desk.outcomes.queries.typeset import chinese_fonts
from merit_desk.recognition.models import Award
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say
from merit_desk.talks.colleagues import name_of


def certificate_pdf(one: Award) -> bytes:
    """The page. Raises ConflictRefusal when this machine has no Chinese font."""
    fonts, family = chinese_fonts(os.environ.get("MERIT_FONTS", ""))
    source = files("merit_desk.recognition").joinpath("typst", "certificate.typ").read_bytes()
    content = json.dumps({**words(one), "family": family}, ensure_ascii=False)
    return bytes(typst.compile(source, font_paths=fonts, format="pdf", sys_inputs={"content": content}))


def words(one: Award) -> dict[str, str]:
    """Every word of it; figures and reasons of others do not stand on it."""
    since = _day(one.since)
    valid = say("recognition.certificate.until", day=_day(one.until)) if one.until else ""
    company = declared_company().profile.name
    return {
        "lang": current_language(),
        "head": say(f"recognition.certificate.{one.kind}"),
        "name": name_of(one.person),
        "title": one.title,
        "citation": one.citation,
        "company": company,
        "day": since,
        "valid": valid,
        "number": say("recognition.certificate.number", number=one.number),
        "body": say("recognition.certificate.body", company=company),
    }


def _day(day: object) -> str:
    return say("recognition.certificate.day", year=f"{day:%Y}", month=f"{day:%-m}", day=f"{day:%-d}")
