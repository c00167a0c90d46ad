"""The API's own description as a page shows it: operations by subject with parameters, body, answer and scope."""

import json
import re
from dataclasses import dataclass
from typing import Any

from merit_desk.shell.sentences import say

_SCOPE = re.compile(r"Scope: `([a-z:]+)`")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an address."""

    name: str
    kind: str
    place: str
    needed: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked; `body` and `answer` are examples of their shape as JSON."""

    id: str
    method: str
    path: str
    words: str
    scope: str
    parameters: tuple[Parameter, ...]
    body: str
    answer: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Operations that belong together."""

    id: str
    title: str
    operations: tuple[Operation, ...]


def subjects(schema: dict[str, Any]) -> list[Subject]:
    """In the order of the schema."""
    found: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, each in methods.items():
            found.setdefault(each["tags"][0], []).append(_operation(schema, path, method, each))
    return [Subject(tag, say(f"api.tag.{tag}"), tuple(operations)) for tag, operations in found.items()]


def _operation(schema: dict[str, Any], path: str, method: str, each: dict[str, Any]) -> Operation:
    scope = _SCOPE.search(each.get("description", ""))
    answers = [answer for status, answer in each["responses"].items() if int(status) < 300]
    return Operation(
        id=each["operationId"],
        method=method.upper(),
        path=path,
        words=say(f"api.op.{each['operationId']}"),
        scope=scope.group(1) if scope else "",
        parameters=tuple(_parameter(schema, given) for given in each.get("parameters", ())),
        body=_example(schema, each.get("requestBody", {})),
        answer=_example(schema, answers[0] if answers else {}),
    )


def _parameter(schema: dict[str, Any], given: dict[str, Any]) -> Parameter:
    return Parameter(given["name"], _kind(schema, given["schema"]), given["in"], given.get("required", False))


def _kind(schema: dict[str, Any], declared: dict[str, Any]) -> str:
    declared = _followed(schema, declared)
    if "enum" in declared:
        return " | ".join(map(str, declared["enum"]))
    if "anyOf" in declared or "allOf" in declared:
        return " | ".join(_kind(schema, each) for each in declared.get("anyOf", declared.get("allOf", ())))
    if declared.get("type") == "array":
        return f"{_kind(schema, declared['items'])}[]" if "items" in declared else "[…]"
    return str(declared.get("format") or declared.get("type", "any"))


def _example(schema: dict[str, Any], holder: dict[str, Any]) -> str:
    for kind, content in holder.get("content", {}).items():
        if kind != "application/json":
            return str(kind)
        return json.dumps(_shape(schema, content["schema"]), ensure_ascii=False, indent=2)
    return ""


def _shape(schema: dict[str, Any], declared: dict[str, Any]) -> Any:
    declared = _followed(schema, declared)
    if "properties" in declared:
        return {name: _shape(schema, each) for name, each in declared["properties"].items()}
    if declared.get("type") == "array":
        if "prefixItems" in declared:
            return [_shape(schema, each) for each in declared["prefixItems"]]
        return [_shape(schema, declared.get("items", {}))]
    return _kind(schema, declared)


def _followed(schema: dict[str, Any], declared: dict[str, Any]) -> dict[str, Any]:
    reference = declared.get("$ref")
    found: dict[str, Any] = schema["components"]["schemas"][reference.rsplit("/", 1)[-1]] if reference else declared
    return found
