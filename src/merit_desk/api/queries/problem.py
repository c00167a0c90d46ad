"""Errors as RFC 9457 problems, in the reader's language and in both."""

import json
from collections.abc import Iterable
from typing import Any

import structlog
from django.http import HttpResponse

from merit.kernel.problems import Problem, in_order
from merit.wording.sentences import LANGUAGES, problem_sentence
from merit.wording.sentences import sentences as core_sentences
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import desk_sentences

CONTENT_TYPE = "application/problem+json"


def problem(status: int, code: str, params: dict[str, Any] | None = None, **more: Any) -> HttpResponse:
    """An answer that says what went wrong and what to change; `more` are members of its own."""
    said = both(code, params or {})
    body = {
        "type": f"urn:merit:{code}",
        "title": said[current_language()],
        "status": status,
        "code": code,
        **said,
        **({"params": params} if params else {}),
        **more,
    }
    if number := structlog.contextvars.get_contextvars().get("request_id"):
        body["request_id"] = number
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type=CONTENT_TYPE, status=status)


def both(code: str, params: dict[str, Any]) -> dict[str, str]:
    """The sentence in Chinese and in English."""
    return {language: _said(code, params, language) for language in LANGUAGES}


def findings(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """The core's findings, each with its place and its sentence in both languages."""
    return [
        {
            "severity": str(each.severity),
            "code": each.code,
            "file": each.place.file,
            "line": each.place.line,
            "field": each.place.field,
            **{language: problem_sentence(each, language) for language in LANGUAGES},
        }
        for each in in_order(problems)
    ]


def _said(code: str, params: dict[str, Any], language: str) -> str:
    text = desk_sentences(language).get(code) or core_sentences(language).get(code) or code
    one, many, rest = text.partition(" | ")
    chosen = rest if many and str(params.get("count")) != "1" else one
    try:
        return chosen.format(**params)
    except (KeyError, IndexError):
        return chosen
