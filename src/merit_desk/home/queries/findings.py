"""What the run found, with people, rewards and plans by name: the results know them by id only."""

import re
from dataclasses import dataclass

from merit.company import Company
from merit_desk.results.queries.names import node_name, plan_title, reward_title
from merit_desk.results.queries.period_files import PeriodFiles
from merit_desk.shell.language import current_language

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_SURELY_AN_ID = re.compile(r"[0-9_-]")
"""An id that is also a plain English word is left alone."""


@dataclass(frozen=True, slots=True)
class NamedFinding:
    """One finding as the reader sees it."""

    severity: str
    sentence: str
    file: str
    line: str


def named_findings(company: Company, files: PeriodFiles) -> list[NamedFinding]:
    """In the order of the run, in the reader's language."""
    names = _names(company)
    found = ((each, each.sentences[current_language()]) for each in files.findings)
    return [NamedFinding(each.severity, _named(text, names), each.file, each.line) for each, text in found]


def _named(sentence: str, names: dict[str, str]) -> str:
    return _WORD.sub(lambda word: names.get(word[0], word[0]), sentence)


def _names(company: Company) -> dict[str, str]:
    people = {person: node_name(company, "person", person) for person in company.organisation.spells_of}
    plans = {plan.plan: plan_title(company, plan.plan) for plan in company.plans}
    rewards = {reward.reward: reward_title(company, reward.reward) for reward in company.rewards}
    return {each: name for each, name in (plans | rewards | people).items() if _SURELY_AN_ID.search(each)}
