"""The desk's sentences by code, beside the core's; one YAML file per language."""

from functools import cache
from pathlib import Path

import yaml

from merit.wording.sentences import sentences as core_sentences
from merit_desk.shell.language import current_language

_FOLDER = Path(__file__).parent / "sentences"


@cache
def desk_sentences(language: str) -> dict[str, str]:
    """The desk's own sentences of a language."""
    return dict(yaml.safe_load((_FOLDER / f"{language}.yaml").read_text("utf-8")))


def say(code: str, **gaps: object) -> str:
    """The sentence in the reader's language; an unknown code shows itself, so that a gap is seen and not hidden.

    "1 person | {count} people" says the first when `count` is 1.
    """
    text = _text(code)
    if text is None:
        return code
    one, many, rest = text.partition(" | ")
    return (rest if many and str(gaps.get("count")) != "1" else one).format(**gaps)


def knows(code: str) -> bool:
    """Whether there is such a sentence."""
    return _text(code) is not None


def _text(code: str) -> str | None:
    language = current_language()
    own = desk_sentences(language).get(code)
    return own if own is not None else core_sentences(language).get(code)
