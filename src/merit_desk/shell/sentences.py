"""The desk's sentences by code, beside the core's; a folder per language with one YAML file per app."""

from functools import cache
from pathlib import Path

import yaml
from django.utils.functional import lazy

from merit.wording.sentences import sentences as core_sentences
from merit_desk.shell.language import current_language

_FOLDER = Path(__file__).parent / "sentences"


@cache
def desk_sentences(language: str) -> dict[str, str]:
    """The desk's own sentences of a language. Raises ValueError when two files write the same code."""
    found: dict[str, str] = {}
    for file in sorted((_FOLDER / language).glob("*.yaml")):
        written = yaml.safe_load(file.read_text("utf-8")) or {}
        if twice := found.keys() & written.keys():
            raise ValueError(f"{file.name}: {sorted(twice)}")
        found |= written
    return found


def say(code: str, **gaps: object) -> str:
    """The sentence in the reader's language; an unknown code shows itself, so that a gap is seen and not hidden.

    "1 person | {count} people" says the first when `count` is 1.
    """
    text = _text(code)
    if text is None:
        return code
    one, many, rest = text.partition(" | ")
    return (rest if many and str(gaps.get("count")) != "1" else one).format(**gaps)


def said(code: str) -> str:
    """The sentence as it will read when it is shown: for labels and help of a form, which are written only once."""
    return _said(code)


_said = lazy(say, str)


def knows(code: str) -> bool:
    """Whether there is such a sentence."""
    return _text(code) is not None


def _text(code: str) -> str | None:
    language = current_language()
    own = desk_sentences(language).get(code)
    return own if own is not None else core_sentences(language).get(code)
