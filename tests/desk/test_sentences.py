"""All words of the pages stand in two files with the same codes and gaps, and no template writes its own."""

import re
from pathlib import Path

import pytest

from merit.catalogue.kpi import Aggregate, Direction, Unit
from merit.metrics.figures import ValueStatus
from merit.scores.scorecard import IndicatorStatus, ScoreStatus
from merit.wording.sentences import sentences
from merit_desk.accounts.access import Role
from merit_desk.metrics.queries import GROUPS
from merit_desk.shell.sentences import desk_sentences

DESK = Path(__file__).parents[2] / "src" / "merit_desk"
TEMPLATES = sorted(DESK.rglob("templates/**/*.html"))
SAID = re.compile(r"""\{%\s*say\s+["']([a-z_.]+)["']""")


def gaps(text):
    return set(re.findall(r"{(\w+)}", text))


def test_both_languages_have_the_same_codes_and_gaps():
    zh, en = desk_sentences("zh"), desk_sentences("en")
    assert zh.keys() == en.keys()
    assert {code: gaps(text) for code, text in zh.items()} == {code: gaps(text) for code, text in en.items()}
    assert not zh.keys() & sentences("zh").keys()


def test_templates_and_code_use_known_sentences_only():
    known = desk_sentences("zh").keys() | sentences("zh").keys()
    used = {code for file in TEMPLATES for code in SAID.findall(file.read_text("utf-8"))}
    written = "\n".join(file.read_text("utf-8") for file in DESK.rglob("*.py"))
    used |= set(re.findall(r'say\("([a-z_.]+)"', written)) | set(re.findall(r'Refusal\("([a-z_.]+)"', written))
    assert used - known == set()


def test_every_choice_that_is_shown_has_a_word():
    families = {
        "unit": Unit,
        "status": (*ValueStatus, *IndicatorStatus, *ScoreStatus),
        "kpi.by": Aggregate,
        "group": GROUPS,
    }
    codes = {
        f"{family}_{choice}" if family == "kpi.by" else f"{family}.{choice}"
        for family, choices in families.items()
        for choice in choices
    }
    assert codes - {"status.ok"} - desk_sentences("zh").keys() == set()
    assert len(Direction) == 4


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_role_is_called_by_the_same_word_on_every_page(language):
    words = desk_sentences(language)
    for role in Role:
        assert len({words[f"{family}{role}"] for family in ("accounts.role.", "self.role_", "boards.role_")}) == 1


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_a_template_is_short_and_writes_no_words_of_its_own(file):
    written = file.read_text("utf-8")
    assert len(written.splitlines()) <= 120
    assert re.findall(r"[一-鿿]+", re.sub(r"中文", "", written)) == []
