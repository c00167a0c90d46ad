"""House rules that a linter does not know."""

import ast
from pathlib import Path
from pkgutil import resolve_name

import pytest

SOURCE = Path(__file__).parent.parent / "src"
FILES = sorted(SOURCE.rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "util", "helpers", "common", "misc", "base", "manager", "service"}

FORCED_NAMES = {
    "get_access_token": "allauth.socialaccount.providers.oauth2.client:OAuth2Client",
    "get_callback_url": "allauth.socialaccount.providers.oauth2.views:OAuth2Adapter",
    "get_client": "allauth.socialaccount.providers.oauth2.views:OAuth2Adapter",
    "get_context_data": "django.views.generic.base:ContextMixin",
    "get_email_verification_redirect_url": "allauth.account.adapter:DefaultAccountAdapter",
    "get_error_message": "django.contrib.auth.password_validation:MinimumLengthValidator",
    "get_full_name": "django.contrib.auth.models:AbstractUser",
    "get_login_url": "allauth.socialaccount.providers.base:Provider",
    "get_password_change_redirect_url": "allauth.account.adapter:DefaultAccountAdapter",
    "get_redirect_from_request_kwargs": "allauth.socialaccount.providers.base:Provider",
    "get_redirect_url": "allauth.socialaccount.providers.oauth2.client:OAuth2Client",
    "get_short_name": "django.contrib.auth.models:AbstractUser",
    "get_totp_label": "allauth.mfa.adapter:DefaultMFAAdapter",
}
"""Methods that a library calls by this name, with the class of it that says so: under another name they would not be
called. Only methods, and only of the accounts, which stand on the library for signing in."""


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def forced_methods(file: Path, tree: ast.AST) -> list[ast.FunctionDef]:
    """Methods of the accounts whose name a library gives."""
    if "accounts" not in file.parts:
        return []
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    methods = [each for node in classes for each in node.body if isinstance(each, ast.FunctionDef)]
    return [method for method in methods if method.name in FORCED_NAMES]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_a_file_keeps_the_house_rules(file: Path) -> None:
    text = file.read_text("utf-8")
    tree = ast.parse(text)
    assert len(text.splitlines()) <= 300, "a file has at most 300 lines"
    assert file.stem not in FORBIDDEN_NAMES, "a file is called after what is in it"
    assert ast.get_docstring(tree) or "migrations" in file.parts, "a module says what it is"
    forced = forced_methods(file, tree)
    for function in functions(tree):
        assert function.end_lineno is not None
        assert function.end_lineno - function.lineno < 50, f"{function.name} has over 50 lines"
        assert function in forced or not function.name.startswith("get_"), (
            f"{function.name}: a function is a verb phrase or what it returns"
        )


@pytest.mark.parametrize("name", FORCED_NAMES)
def test_a_name_that_is_let_through_is_one_that_the_library_gives_and_that_is_in_use(name: str) -> None:
    assert callable(getattr(resolve_name(FORCED_NAMES[name]), name))
    trees = [(file, ast.parse(file.read_text("utf-8"))) for file in FILES if "accounts" in file.parts]
    assert name in {method.name for file, tree in trees for method in forced_methods(file, tree)}


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
