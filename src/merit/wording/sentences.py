"""A code and its parameters to a sentence, in Chinese or English; one YAML file per language and stage."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from merit.kernel.problems import Problem

LANGUAGES = ("zh", "en")


@cache
def sentences(language: str) -> dict[str, str]:
    """Every sentence of a language by its code. Raises ValueError when two files give the same code."""
    found: dict[str, str] = {}
    folder = files("merit.wording") / language
    for each in sorted(folder.iterdir(), key=lambda entry: entry.name):
        entries: dict[str, Any] = yaml.safe_load(each.read_text("utf-8")) or {}
        if twice := found.keys() & entries.keys():
            raise ValueError(f"{each.name} repeats {sorted(twice)}")
        found.update(entries)
    return found


def sentence(code: str, params: dict[str, str | int], language: str) -> str:
    """The sentence of `code` with its gaps filled; a code without a sentence shows itself."""
    text = sentences(language).get(code)
    return text.format(**params) if text is not None else f"{code} {params}"


def problem_sentence(problem: Problem, language: str) -> str:
    """What a Problem says, without its place."""
    return sentence(problem.code, problem.params, language)
