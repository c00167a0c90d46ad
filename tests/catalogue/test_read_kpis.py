"""KPI files to the catalogue, and every way in which they can be wrong."""

from fractions import Fraction

import pytest

from merit.catalogue.expression import Call, Literal, Name, Operation
from merit.catalogue.kpi import (
    EVERYWHERE,
    Aggregate,
    Catalogue,
    Credit,
    CreditBy,
    Direction,
    Entered,
    Formula,
    Kpi,
    Measure,
    Measured,
    RatioOf,
    Unit,
)
from merit.catalogue.read import read_kpis
from merit.kernel.document import Document
from merit.kernel.node import NodeKind
from merit.kernel.problems import Problem, Severity
from merit.sources.documents import documents_of

HEAD = "title: {zh: 名, en: Name}\nunit: count\ndirection: up\n"


def documents(text: str, file: str = "catalogue/own.yaml") -> list[Document]:
    found, problems = documents_of(text, file)
    assert problems == []
    return found


def read(*texts: str) -> tuple[Catalogue, list[Problem]]:
    return read_kpis([document for text in texts for document in documents(text)])


def kpi(text: str, name: str = "mine") -> Kpi:
    catalogue, problems = read(f"kpi: {name}\n{HEAD}{text}")
    assert problems == []
    return catalogue[name]


def measure(text: str) -> Measure:
    body = kpi(text).body
    assert isinstance(body, Measured)
    return body.measure


def codes(text: str) -> list[str]:
    return [each.code for each in read(text)[1]]


def test_a_sum_with_everything_written_out() -> None:
    found = measure(
        "sum: {of: quantity, from: order_lines, where: valid, at: ordered_at, credit: {kind: agent, column: agent}}"
    )
    credit = Credit(CreditBy.SUBJECT, "agent", "agent")
    assert found == Measure("order_lines", Aggregate.SUM, "ordered_at", Name("quantity"), Name("valid"), credit)


def test_what_is_left_out_comes_from_the_relation() -> None:
    found = measure("count: {from: tasks}")
    assert (found.at, found.credit, found.where, found.value) == (
        "due_at",
        Credit(CreditBy.PERSON, "", "owner"),
        None,
        None,
    )


def test_a_kpi_without_extras_has_plain_defaults() -> None:
    found = kpi("count: {from: tasks}")
    assert (found.version, found.group, found.nodes, found.minimum_sample, found.hidden) == (
        1,
        "own",
        EVERYWHERE,
        0,
        False,
    )
    assert (found.unit, found.direction, found.title) == (Unit.COUNT, Direction.UP, {"zh": "名", "en": "Name"})


def test_one_title_alone_serves_both_languages() -> None:
    catalogue, _ = read("kpi: mine\ntitle: 名\ncount: {from: tasks}")
    assert catalogue["mine"].title == {"zh": "名", "en": "名"}


def test_a_quantile_has_its_level() -> None:
    found = measure("quantile: {of: 'seconds(started_at, first_reply_at)', level: 0.9, from: conversations}")
    assert (found.quantile, found.value) == (
        Fraction(9, 10),
        Call("seconds", (Name("started_at"), Name("first_reply_at"))),
    )


def test_days_between_instants_are_those_of_their_business_days() -> None:
    found = measure("sum: {of: 'days(ordered_at, paid_at)', from: orders}")
    assert found.value == Call("days", (Name("ordered_at_day"), Name("paid_at_day")))


def test_inline_measures_of_a_ratio_become_hidden_kpis() -> None:
    ratio = f"kpi: mine\n{HEAD}ratio: {{part: {{count: {{from: tasks, where: done}}}}, whole: all}}"
    catalogue, problems = read(ratio, f"kpi: all\n{HEAD}count: {{from: tasks}}")
    assert problems == []
    assert catalogue["mine"].body == RatioOf("mine.part", "all")
    assert (catalogue["mine.part"].hidden, catalogue["all"].hidden) == (True, False)
    assert catalogue["mine.part"].title == {"zh": "名 · 分子", "en": "Name · part"}


def test_a_formula_and_an_entered_value() -> None:
    catalogue, problems = read(f"kpi: a\n{HEAD}entered: true\n---\nkpi: b\n{HEAD}formula: a * 2")
    assert problems == []
    assert catalogue["a"].body == Entered()
    assert catalogue["b"].body == Formula(Operation("*", (Name("a"), Literal(Fraction(2)))))


def test_nodes_are_kept_in_their_own_order() -> None:
    assert kpi("nodes: [person, company]\ncount: {from: tasks}").nodes == (NodeKind.COMPANY, NodeKind.PERSON)


def test_a_company_overrides_a_shipped_kpi_and_the_version_rises() -> None:
    shipped = documents(f"kpi: mine\nversion: 3\n{HEAD}count: {{from: tasks}}", "shipped/tasks.yaml")
    own = documents(f"kpi: mine\n{HEAD}count: {{from: leads}}")
    catalogue, problems = read_kpis([*shipped, *own])
    assert problems == []
    assert catalogue["mine"].version == 4
    assert catalogue["mine"].body == Measured(
        Measure("leads", Aggregate.COUNT, "created_at", credit=Credit(CreditBy.PERSON, "", "owner"))
    )


def test_a_changed_definition_under_an_old_version_is_warned_of() -> None:
    shipped = documents(f"kpi: mine\nversion: 3\n{HEAD}count: {{from: tasks}}", "shipped/tasks.yaml")
    own = documents(f"kpi: mine\nversion: 2\n{HEAD}count: {{from: leads}}")
    _, problems = read_kpis([*shipped, *own])
    assert [(each.code, each.severity) for each in problems] == [("catalogue.version_not_raised", Severity.WARNING)]


def test_extends_copies_and_changes_only_what_is_given() -> None:
    base = f"kpi: base\n{HEAD}minimum_sample: 30\ncount: {{from: orders, where: valid, at: ordered_at}}"
    own = "kpi: mine\nextends: base\ntitle: 大单\ncount: {where: valid and paid_amount >= 500}"
    catalogue, problems = read(base, own)
    assert problems == []
    assert (catalogue["mine"].minimum_sample, catalogue["mine"].version) == (30, 1)
    body = catalogue["mine"].body
    assert isinstance(body, Measured)
    assert (body.measure.relation, body.measure.at) == ("orders", "ordered_at")
    assert body.measure.where is not None
    assert catalogue["base"].title["zh"] == "名"


def test_extends_without_an_id_changes_the_kpi_itself() -> None:
    shipped = documents(f"kpi: base\n{HEAD}minimum_sample: 30\ncount: {{from: orders}}", "shipped/sales.yaml")
    catalogue, problems = read_kpis([*shipped, *documents("extends: base\nminimum_sample: 5")])
    assert problems == []
    assert (catalogue["base"].minimum_sample, catalogue["base"].version) == (5, 2)


def test_extends_may_come_before_what_it_extends() -> None:
    catalogue, problems = read(f"kpi: mine\nextends: base\n---\nkpi: base\n{HEAD}count: {{from: tasks}}")
    assert problems == []
    assert catalogue["mine"].body == catalogue["base"].body


def test_another_way_of_computing_replaces_the_inherited_one() -> None:
    catalogue, problems = read(f"kpi: base\n{HEAD}count: {{from: tasks}}\n---\nkpi: mine\nextends: base\nentered: true")
    assert problems == []
    assert catalogue["mine"].body == Entered()


def test_a_company_changes_who_is_credited_and_dependent_relations_follow() -> None:
    text = f"kpi: a\n{HEAD}count: {{from: order_lines}}\n---\nkpi: b\n{HEAD}count: {{from: refunds}}\n"
    text += f"---\nkpi: c\n{HEAD}count: {{from: visits}}\n---\ncredit_of: {{orders: {{kind: region, column: region}}}}"
    catalogue, problems = read(text)
    assert problems == []
    by_region = Credit(CreditBy.SUBJECT, "region", "region")
    assert catalogue.credit_of == {"orders": by_region}
    assert [_credit(catalogue[name]) for name in "abc"] == [
        by_region,
        by_region,
        Credit(CreditBy.SUBJECT, "shop", "shop"),
    ]


def test_the_nearer_credit_rule_wins() -> None:
    text = f"kpi: a\n{HEAD}count: {{from: order_lines}}\n---\n"
    text += "credit_of:\n  orders: {kind: region}\n  order_lines: {kind: agent}"
    assert _credit(read(text)[0]["a"]) == Credit(CreditBy.SUBJECT, "agent", "agent")


def _credit(found: Kpi) -> Credit:
    assert isinstance(found.body, Measured)
    return found.body.measure.credit


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "catalogue.one_body"),
        ("count: {from: tasks}\nentered: true", "catalogue.one_body"),
        ("entered: false", "catalogue.wrong_kind"),
        ("count: tasks", "catalogue.wrong_kind"),
        ("count: {from: nowhere}", "catalogue.unknown_relation"),
        ("count: {}", "catalogue.unknown_relation"),
        ("count: {from: tasks, of: owner}", "catalogue.count_of"),
        ("count: {from: tasks, whre: done}", "catalogue.unknown_field"),
        ("count: {from: tasks, where: finished}", "catalogue.unknown_column"),
        ("count: {from: tasks, where: owner}", "catalogue.not_a_condition"),
        ("count: {from: tasks, where: done and owner}", "catalogue.kinds_do_not_match"),
        ("count: {from: tasks, where: owner > 3}", "catalogue.kinds_do_not_match"),
        ("count: {from: tasks, where: 'due_at == 3'}", "catalogue.kinds_do_not_match"),
        ("count: {from: tasks, where: 'done =='}", "catalogue.expression_unreadable"),
        ("count: {from: tasks, at: owner}", "catalogue.not_a_day"),
        ("count: {from: tasks, at: some_day}", "catalogue.unknown_column"),
        ("sum: {from: tasks}", "catalogue.measure_of_nothing"),
        ("sum: {of: kind, from: tasks}", "catalogue.not_a_number"),
        ("sum: {of: kind + 1, from: tasks}", "catalogue.kinds_do_not_match"),
        ("sum: {of: done, from: tasks}", "catalogue.not_a_number"),
        ("sum: {of: unit_price / quantity, from: order_lines}", "catalogue.divides_by_a_column"),
        ("sum: {of: unit_price / 0, from: order_lines}", "catalogue.divides_by_a_column"),
        ("last: {of: sku, from: stock}", "catalogue.not_a_number"),
        ("quantile: {of: ms, from: uptime}", "catalogue.wrong_kind"),
        ("quantile: {of: ms, from: uptime, level: 90}", "catalogue.wrong_kind"),
        ("sum: {of: paid_amount, from: order_lines, by_weight_of: customer_type}", "catalogue.weights_of_money"),
        ("count: {from: orders, by_weight_of: kind}", "catalogue.unknown_column"),
        ("count: {from: orders, credit: {kind: wizard, column: shop}}", "catalogue.unknown_credit_kind"),
        ("count: {from: orders, credit: {kind: agent}}", "catalogue.unknown_column"),
        ("count: {from: orders, credit: {person: nobody_here}}", "catalogue.unknown_column"),
        ("count: {from: orders, credit: everybody}", "catalogue.wrong_kind"),
        ("ratio: {part: a}", "catalogue.half_a_ratio"),
        ("ratio: {part: {entered: true}, whole: mine}", "catalogue.unknown_field"),
        ("ratio: {part: {count: {from: tasks}}, whole: nothing_known}", "catalogue.unknown_kpi"),
        ("formula: nothing_known * 2", "catalogue.unknown_kpi"),
        ("formula: previous(nothing_known)", "catalogue.unknown_kpi"),
        ("formula: previous(3)", "catalogue.needs_a_kpi"),
        ("formula: months_earlier(aov, 0)", "catalogue.needs_how_far"),
        ("formula: months_earlier(aov, 1.5)", "catalogue.needs_how_far"),
        ("formula: days_earlier(aov, aov)", "catalogue.needs_how_far"),
        ("formula: days_earlier(aov, 1201)", "catalogue.needs_how_far"),
        ("formula: mine + 1", "catalogue.names_itself"),
        ("formula: previous(mine)", "catalogue.names_itself"),
        ("formula: 12 +", "catalogue.expression_unreadable"),
        ("formula: [1, 2]", "catalogue.wrong_kind"),
        ("count: {from: tasks}\nunit: apples", "catalogue.not_a_choice"),
        ("count: {from: tasks}\nnodes: [planet]", "catalogue.not_a_choice"),
        ("count: {from: tasks}\nnodes: company", "catalogue.not_a_choice"),
        ("count: {from: tasks}\nminimum_sample: -1", "catalogue.wrong_kind"),
        ("count: {from: tasks}\nversion: new", "catalogue.wrong_kind"),
        ("count: {from: tasks}\nnote: 3", "catalogue.wrong_kind"),
        ("count: {from: tasks}\ncolour: red", "catalogue.unknown_field"),
        ("extends: nothing_known", "catalogue.extends_unknown"),
    ],
)  # fmt: skip
def test_a_bad_kpi_is_a_problem_in_its_file_and_no_kpi(body: str, code: str) -> None:
    head = "\n".join(each for each in HEAD.splitlines() if not each.startswith("unit") or "unit:" not in body)
    catalogue, problems = read(f"kpi: mine\n{head}\n{body}\n")
    assert "mine" not in catalogue
    assert code in [each.code for each in problems]
    assert all(each.place.file == "catalogue/own.yaml" and each.place.line for each in problems)


@pytest.mark.parametrize("name", ["", "3", "a b", "a.b", "a-b", "previous", "class", "[1]"])
def test_an_id_that_no_formula_could_name_is_refused(name: str) -> None:
    assert "catalogue.not_an_id" in codes(f"kpi: {name}\n{HEAD}count: {{from: tasks}}")


def test_a_kpi_without_a_title_is_refused() -> None:
    assert codes("kpi: mine\ncount: {from: tasks}") == ["catalogue.no_title"]


def test_the_same_id_twice_in_one_place_is_a_problem_that_names_both() -> None:
    _, problems = read(f"kpi: mine\n{HEAD}count: {{from: tasks}}\n---\nkpi: mine\n{HEAD}count: {{from: leads}}")
    assert [(each.code, each.place.line) for each in problems] == [("catalogue.duplicate_kpi", 7)]
    assert problems[0].params["earlier"] == "catalogue/own.yaml:1 [kpi]"


def test_a_cycle_is_named_once_and_takes_out_what_depends_on_it() -> None:
    text = "\n---\n".join(
        f"kpi: {name}\n{HEAD}formula: {formula}"
        for name, formula in (("a", "b + 1"), ("b", "c + 1"), ("c", "a + 1"), ("d", "a * 2"), ("e", "1 + 1"))
    )
    catalogue, problems = read(text)
    assert [(each.code, each.params) for each in problems] == [("catalogue.cycle", {"cycle": "a → b → c → a"})]
    assert set(catalogue.kpis) == {"e"}


def test_what_depends_on_a_broken_kpi_is_left_out_without_a_second_complaint() -> None:
    catalogue, problems = read(f"kpi: a\n{HEAD}count: {{from: nowhere}}\n---\nkpi: b\n{HEAD}formula: a * 2")
    assert [each.code for each in problems] == ["catalogue.unknown_relation"]
    assert not catalogue.kpis


def test_all_problems_of_all_files_are_reported_at_once() -> None:
    found = codes(f"kpi: a\n{HEAD}count: {{from: nowhere}}\n---\nkpi: b\n{HEAD}sum: {{of: sku, from: stock, at: sku}}")
    assert found == ["catalogue.unknown_relation", "catalogue.not_a_day", "catalogue.not_a_number"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("credit_of: {nowhere: {kind: shop}}", "catalogue.unknown_relation"),
        ("credit_of: {orders: {kind: wizard}}", "catalogue.unknown_credit_kind"),
        ("credit_of: {orders: {kind: agent}}", "catalogue.unknown_column"),
        ("credit_of: orders", "catalogue.wrong_kind"),
        ("credit_of: {orders: {kind: shop}}\nkpi: x", "catalogue.unknown_field"),
    ],
)
def test_a_bad_credit_rule_is_a_problem(text: str, code: str) -> None:
    assert code in codes(text)


def test_a_document_that_is_nothing_like_a_kpi_is_a_problem() -> None:
    assert codes("plan: mine") == ["catalogue.not_an_id", "catalogue.unknown_field"]
