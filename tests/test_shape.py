"""House rules that a linter does not know."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src"
FILES = sorted(SOURCE.rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "util", "helpers", "common", "misc", "base", "manager", "service"}


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_a_file_keeps_the_house_rules(file: Path) -> None:
    text = file.read_text("utf-8")
    tree = ast.parse(text)
    assert len(text.splitlines()) <= 300, "a file has at most 300 lines"
    assert file.stem not in FORBIDDEN_NAMES, "a file is called after what is in it"
    assert ast.get_docstring(tree) or "migrations" in file.parts, "a module says what it is"
    for function in functions(tree):
        assert function.end_lineno is not None
        assert function.end_lineno - function.lineno < 50, f"{function.name} has over 50 lines"
        assert not function.name.startswith("get_"), f"{function.name}: a function is a verb phrase or what it returns"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_public_names_say_what_the_signature_cannot(file: Path) -> None:
    if "migrations" in file.parts:
        return
    for node in ast.parse(file.read_text("utf-8")).body:
        public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        assert not public or ast.get_docstring(node), f"{file.name}: {getattr(node, 'name', '')} has no docstring"


def test_only_the_edges_of_the_process_catch_everything() -> None:
    edges = {"cli", "merit_desk"}
    for file in FILES:
        broad = [
            handler
            for handler in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(handler, ast.ExceptHandler)
            and (handler.type is None or (isinstance(handler.type, ast.Name) and handler.type.id == "Exception"))
        ]
        assert not broad or edges & set(file.parts), f"{file} catches everything"
