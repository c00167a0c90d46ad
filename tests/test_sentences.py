"""Every code the core emits has a sentence in Chinese and in English, with the same gaps; no sentence is left over."""

import ast
import re
from pathlib import Path

import pytest
import yaml

from merit.wording.sentences import LANGUAGES, sentences

SOURCE = Path(__file__).parent.parent / "src"
STAGES = {path.stem for path in (SOURCE / "merit").iterdir()} | {"documents", "profiles"}
CODE = re.compile(r"[a-z_]+\.[a-z0-9_]+")


def emitted_codes() -> set[str]:
    """Every text in the core that is written as "<stage>.<what>", and the one rule of the kernel."""
    codes = {"given"}
    for file in (each for each in SOURCE.rglob("*.py") if "migrations" not in each.parts):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                stage = node.value.partition(".")[0]
                codes |= {node.value} if stage in STAGES else set()
    desk = desk_codes()
    begun = {code for code in codes if code.endswith("_") and any(each.startswith(code) for each in desk)}
    return {code for code in codes - desk - begun if not code.endswith(FILE_ENDINGS)}


def desk_codes() -> set[str]:
    """Codes with a sentence of the desk's own, some of them named like a stage; the tests of the desk hold those."""
    files = (SOURCE / "merit_desk" / "shell" / "sentences" / "zh").glob("*.yaml")
    codes = {code for file in files for code in yaml.safe_load(file.read_text("utf-8")) or {}}
    return codes | {code.removeprefix("trail.") for code in codes}


FILE_ENDINGS = (".csv", ".yaml", ".html")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_codes_and_the_sentences_are_the_same_set(language: str) -> None:
    written = set(sentences(language))
    assert emitted_codes() - written == set(), "codes without a sentence"
    assert {code for code in written - emitted_codes() if not code.startswith("words.")} == set(), (
        "sentences without a code"
    )


def test_both_languages_fill_the_same_gaps() -> None:
    gaps = {
        language: {code: set(re.findall(r"{(\w+)}", text)) for code, text in sentences(language).items()}
        for language in LANGUAGES
    }
    assert gaps["zh"] == gaps["en"]


def test_codes_are_written_as_stage_and_name() -> None:
    assert all(CODE.fullmatch(code) for code in sentences("zh") if code != "given" and not code.startswith("words.in."))


def rule_inputs() -> set[str]:
    names: set[str] = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "rule"
                for each in node.decorator_list
            ):
                names |= {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
    return names


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_input_of_a_rule_has_a_word(language: str) -> None:
    assert {f"words.in.{name}" for name in rule_inputs()} - set(sentences(language)) == set()
