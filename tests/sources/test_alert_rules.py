"""alerts.yaml is read, or told what is wrong and where; the usual rules hold unless they are switched off."""

from fractions import Fraction

import pytest

from merit.alerts.rule import RuleKind, Versus
from merit.alerts.standing import Patience
from merit.alerts.usual_rules import USUAL
from merit.catalogue.read import read_kpis
from merit.kernel.node import Node, NodeKind
from merit.kernel.problems import Severity
from merit.sources.alert_rules import BUDGET, alert_rules
from merit.sources.company_folder import read_company
from merit.sources.company_folder.definitions import shipped_kpi_documents
from tests.tiny_company import write_tiny_company

KPIS, _ = read_kpis(shipped_kpi_documents())
RULE = "alerts:\n  - {name: aov_low, kind: threshold, kpi: aov, below: 80"


def read(folder, text: str, name: str = "alerts.yaml"):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return alert_rules(folder, KPIS)


def test_without_a_file_the_usual_rules_hold(tmp_path) -> None:
    rules, problems = alert_rules(tmp_path, KPIS)
    assert (rules.rules, rules.budget, problems) == (USUAL, BUDGET, [])


def test_every_usual_rule_watches_a_kpi_that_is_shipped() -> None:
    assert [rule.name for rule in USUAL if rule.kpi not in KPIS and rule.kpi != "*"] == []


def test_a_rule_is_read_whole(tmp_path) -> None:
    text = """
alerts:
  - name: 客单价
    kind: change
    kpi: aov
    nodes: [shop, team:ops_a]
    versus: last_week
    below: -30%
    clear_below: -10%
    after: 2
    clear_after: 4
    to: [P001]
"""
    rule = read(tmp_path, text)[0].rules[-1]
    assert (rule.kind, rule.versus, rule.below) == (RuleKind.CHANGE, Versus.LAST_WEEK, Fraction(-3, 10))
    assert (rule.kinds, rule.nodes) == ((NodeKind.SHOP,), (Node(NodeKind.TEAM, "ops_a"),))
    assert rule.patience == Patience(2, 4, 3)
    assert (rule.source.file, rule.source.line) == ("alerts.yaml", 3)


def test_a_folder_of_files_is_read_too(tmp_path) -> None:
    assert read(tmp_path, RULE + "}", "alerts/own.yml")[0].rules[-1].name == "aov_low"


def test_usual_rules_are_switched_off_or_replaced_by_name(tmp_path) -> None:
    names = [rule.name for rule in read(tmp_path, "off: [spend_band]\nbudget: 2\n")[0].rules]
    assert "spend_band" not in names
    assert len(names) == len(USUAL) - 1
    assert read(tmp_path, "off: all\n")[0].rules == ()
    own = read(tmp_path, "alerts:\n- {name: visitors_band, kind: threshold, kpi: visitors, below: 9}\n")[0].rules
    assert [rule.kind for rule in own if rule.name == "visitors_band"] == [RuleKind.THRESHOLD]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("alerts: 3\n", "alerts.not_a_list", 1),
        ("alerts:\n  - hello\n", "alerts.not_a_rule", 2),
        (RULE.replace("aov,", "aovv,") + "}", "alerts.unknown_kpi", 2),
        (RULE.replace("threshold", "treshold") + "}", "alerts.choice", 2),
        (RULE.replace("below: 80", "below: low") + "}", "alerts.number", 2),
        (RULE.replace(", below: 80", "") + "}", "alerts.no_limit", 2),
        (RULE + ", clear_below: 70}", "alerts.clears_beyond", 2),
        (RULE + ", nodes: [planet]}", "alerts.node", 2),
        (RULE + ", after: 0}", "alerts.count", 2),
        (RULE + ", certainty: 50%}", "alerts.certainty", 2),
        (RULE + ", versus: last_week, every: week}", "alerts.last_week_by_day", 2),
        (RULE.replace("name: aov_low", "name: ''") + "}", "alerts.name", 2),
        (RULE + "}\n  - {name: aov_low, kind: threshold, kpi: aov, below: 8}", "alerts.name_twice", 3),
        ("off: [spend]\n", "alerts.choice", 1),
        ("budget: many\n", "alerts.count", 1),
        ("alert: []\n", "alerts.field_unknown", 1),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(tmp_path, text, code, line) -> None:
    problems = read(tmp_path, text)[1]
    assert [(each.code, each.place.line) for each in problems] == [(code, line)]
    assert problems[0].severity is Severity.WARNING, "no figure waits for a rule"


def test_a_company_with_a_broken_rule_is_read_and_the_rule_told(tmp_path) -> None:
    write_tiny_company(tmp_path)
    (tmp_path / "alerts.yaml").write_text("budget: many\n", "utf-8")
    company, problems = read_company(tmp_path)
    assert company is not None
    assert "alerts.count" in {each.code for each in problems}
    assert "company.unknown_file" not in {each.code for each in problems}
