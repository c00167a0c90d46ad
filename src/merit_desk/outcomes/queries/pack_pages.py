"""The evidence pack in words: sections of facts, tables and texts, in the reader's language, for the typesetter."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from merit.kernel.period import Period
from merit_desk.explain.queries.descent import Context, descent
from merit_desk.explain.queries.sums import named_line
from merit_desk.outcomes.queries.pack import Pack
from merit_desk.results.queries.names import (
    indicator_subject,
    indicator_title,
    kpi_unit,
    node_name,
    plan_title,
    reward_title,
    standing,
)
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell import formats
from merit_desk.shell.sentences import knows, say
from merit_desk.trail.queries import did

Block = dict[str, Any]
Section = dict[str, Any]
_PARTS = ("agreement", "goals", "follow", "talks", "reviews", "calibration")


def document(pack: Pack) -> dict[str, Any]:
    """Title, foot and sections; nothing in it is left to be worded by the typesetter."""
    company, one = declared_company(), pack.one
    who = standing(company, one.person, Period.parse(one.cycle.period))
    sections = [
        _section("person", _person(pack)),
        _section("result", _result(pack)),
        _section("working", _working(pack)),
        _section("decisions", _decisions(pack)),
        *(_section(name, _tree(pack.data["record"][name])) for name in _PARTS),
        _section("answer", _answer(pack)),
        _section("appeal", _appeals(pack)),
        _section("interview", _interview(pack)),
        _section("fingerprints", _tree(pack.data["fingerprints"])),
        _section("trail", _trail(pack)),
    ]
    if "pay" in pack.data:
        rows = [
            [reward_title(company, each["reward"]), named_line(each["line"], ""), each["amount"]]
            for each in pack.data["pay"]
        ]
        sections.insert(3, _section("pay", [_table(("reward", "line", "amount"), rows, "llr")]))
    return {
        "company": company.profile.name,
        "title": say("pack.title"),
        "name": who.name,
        "lead": say("pack.lead", cycle=one.cycle.title, period=formats.period_name(one.cycle.period)),
        "law": say("outcomes.law"),
        "foot": say("pack.foot", version=pack.version, digest=pack.digest[:16]),
        "page": say("pack.page"),
        "of": say("pack.of"),
        "lang": "zh" if say("pack.lang") == "zh" else "en",
        "sections": [each for each in sections if each["blocks"]],
    }


def _section(code: str, blocks: list[Block]) -> Section:
    return {"title": say(f"pack.section.{code}"), "blocks": blocks}


def _person(pack: Pack) -> list[Block]:
    company, one = declared_company(), pack.one
    who = standing(company, one.person, Period.parse(one.cycle.period))
    managers = say("list.comma").join(node_name(company, "person", str(each["person"])) for each in one.managers)
    rows = [
        (say("pack.name"), f"{who.name} ({one.person})"),
        (say("pack.post"), who.post),
        (say("pack.team"), who.team),
        (say("pack.days"), f"{one.start} – {one.end}"),
        (say("pack.plan"), plan_title(company, one.plan) if one.plan else ""),
        (say("pack.managers"), managers),
        (say("pack.state"), say(f"review.state.{one.state}")),
    ]
    return [_facts(rows), *_segments(one.segments)]


def _segments(segments: list[dict[str, Any]]) -> list[Block]:
    company = declared_company()
    rows = [
        [
            f"{each.get('start', '')} – {each.get('end', '')}",
            str(each.get("post", "")),
            node_name(company, "team", str(each.get("team", ""))),
            str(each.get("days", "")),
        ]
        for each in segments
    ]
    return [_table(("days", "post", "team", "on_duty"), rows, "lllr")] if len(rows) > 1 else []


def _result(pack: Pack) -> list[Block]:
    versions = pack.data["record"]["outcomes"]["versions"]
    if not versions:
        return []
    rows = [
        [
            str(each["number"]),
            say(f"outcomes.kind.{each['kind']}"),
            _local(each["at"]),
            str((each["total"] or {}).get("total") or formats.NO_VALUE),
            str((each["total"] or {}).get("grade") or formats.NO_VALUE),
            each["digest"][:16],
        ]
        for each in versions
    ]
    blocks = [_table(("version", "kind", "at", "total", "grade", "digest"), rows, "lllrll")]
    return [
        *blocks,
        _table(("indicator", "actual", "target", "points", "weight", "weighted"), _lines(versions[-1]), "lrrrrr"),
    ]


def _lines(version: dict[str, Any]) -> list[list[str]]:
    company, found = declared_company(), []
    for row in version["indicators"]:
        unit = kpi_unit(company, indicator_subject(company, row["plan"], row["indicator"]))
        figures = [formats.figure(_number(row[name]), unit) for name in ("actual", "target")]
        points = [_points(row[name]) for name in ("points", "weight", "weighted")]
        found.append([indicator_title(company, row["plan"], row["indicator"]), *figures, *points])
    return found


def _working(pack: Pack) -> list[Block]:
    """Every indicator and the total with the steps that led to it, the nearest to the data last."""
    company, blocks = declared_company(), []
    if pack.files is None:
        return []
    for each in pack.data["workings"]:
        name = (
            indicator_title(company, each["of"], each["line"])
            if each["kind"] == "indicator"
            else _line_name(each["line"])
        )
        levels = descent(Context(company, pack.files, each["of"]), each["working"], ())
        rows = [[level.title, level.formula, level.result] for level in levels if level.title]
        blocks.append(_table(("step", "formula", "value"), rows, "llr", name))
    return blocks


def _line_name(line: str) -> str:
    code = f"pack.line.{line}"
    return say(code) if knows(code) else line


def _decisions(pack: Pack) -> list[Block]:
    company = declared_company()
    rows = [
        [
            say(f"outcomes.stage.{each['stage']}"),
            f"{each['before']} → {each['grade']}",
            each["reason"],
            node_name(company, "person", each["by"]),
            _local(each["at"]),
        ]
        for each in pack.data["decisions"]
    ]
    return [_table(("stage", "grade", "reason", "by", "at"), rows, "lllll")] if rows else []


def _answer(pack: Pack) -> list[Block]:
    found = pack.data["record"]["outcomes"]["answer"]
    if found is None:
        return []
    rows = [
        (say("pack.said"), say(f"outcomes.said.{found['said']}")),
        (say("pack.head.version"), str(found["version"])),
        (say("pack.head.at"), _local(found["at"])),
        (say("pack.words"), found["words"]),
    ]
    return [_facts(rows)]


def _appeals(pack: Pack) -> list[Block]:
    blocks = []
    for each in pack.data["record"]["outcomes"]["appeals"]:
        rows = [
            (say("outcomes.field.matter"), say(f"outcomes.matter.{each['matter']}")),
            (say("pack.state"), say(f"appeal.state.{each['state']}")),
            *((say(f"outcomes.field.{name}"), each[name]) for name in ("what", "wanted", "reason")),
            (say("outcomes.field.evidence"), "\n".join(each["evidence"])),
            (say("outcomes.field.judge"), node_name(declared_company(), "person", each["judge"])),
            (say("outcomes.field.verdict"), say(f"outcomes.verdict.{each['verdict']}") if each["verdict"] else ""),
            *((say(f"outcomes.field.{name}"), each[name]) for name in ("grounds", "grade", "mending", "mended")),
        ]
        rows += [
            (say(f"outcomes.side.{one['side']}"), f"{one['question']}\n{one['text']}".strip())
            for one in each["statements"]
        ]
        blocks.append(_facts(rows))
    return blocks


def _interview(pack: Pack) -> list[Block]:
    found = pack.data["record"]["outcomes"]["interview"]
    if found is None:
        return []
    rows = [
        (say("pack.state"), say(f"interview.state.{found['state']}")),
        (say("outcomes.field.held_on"), found["held_on"]),
        *((say(f"outcomes.field.{name}"), found[name]) for name in ("well", "improve", "own_words")),
        (say("outcomes.field.note"), found["note"]),
        (say("outcomes.field.witness"), found["witness"]),
    ]
    steps = [[each["what"], each["by"], each["support"]] for each in found["steps"]]
    signed = [
        [say(f"outcomes.side.{each['party']}"), each["name"], _local(each["at"]), _voided(each), each["digest"][:16]]
        for each in found["signatures"]
    ]
    blocks = [_facts(rows)]
    blocks += [_table(("step", "by_day", "support"), steps, "lll")] if steps else []
    return blocks + ([_table(("party", "name", "at", "valid", "digest"), signed, "lllll")] if signed else [])


def _voided(signature: dict[str, str]) -> str:
    return say("pack.voided") if signature["voided_at"] else say("pack.valid")


def _trail(pack: Pack) -> list[Block]:
    rows = [
        [str(each["number"]), _local(each["at"]), each["who"], did(each["action"]), each["digest"][:16]]
        for each in pack.data["trail"]
    ]
    return [_table(("number", "at", "who", "action", "digest"), rows, "rllll")] if rows else []


def _tree(value: Any) -> list[Block]:
    """A record of another app, whatever it holds: every value under its name, deeper ones further in."""
    rows = list(_flat(value, 0)) if value else []
    return [{"kind": "tree", "rows": rows}] if rows else []


def _flat(value: Any, depth: int) -> Any:
    pairs = value.items() if isinstance(value, dict) else ((str(at), each) for at, each in enumerate(value, 1))
    for name, each in pairs:
        if isinstance(each, (dict, list)):
            if each and not _plain_list(each):
                yield [depth, _word(name), ""]
                yield from _flat(each, depth + 1)
            elif each:
                yield [depth, _word(name), say("list.comma").join(map(_text, each))]
        elif each not in ("", None):
            yield [depth, _word(name), _text(each)]


def _plain_list(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(each, (dict, list)) for each in value)


def _word(name: str) -> str:
    code = f"pack.field.{name}"
    return say(code) if knows(code) else f"{name}." if name.isdecimal() else name.replace("_", " ")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return say("pack.yes") if value else say("pack.no")
    return _local(value) if isinstance(value, str) and _is_moment(value) else str(value)


def _is_moment(text: str) -> bool:
    return len(text) >= 20 and text[10:11] == "T" and text[:4].isdecimal()


def _local(text: str) -> str:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return at.astimezone(ZoneInfo(declared_company().profile.time_zone)).strftime("%Y-%m-%d %H:%M")


def _facts(rows: list[tuple[str, str]]) -> Block:
    return {"kind": "facts", "rows": [[term, text] for term, text in rows if text]}


def _table(heads: tuple[str, ...], rows: list[list[str]], align: str, title: str = "") -> Block:
    named = [say(f"pack.head.{head}") for head in heads]
    return {"kind": "table", "title": title, "heads": named, "align": list(align), "rows": rows}


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def _points(text: str | None) -> str:
    return formats.grouped(Decimal(text), 2) if text else formats.NO_VALUE
