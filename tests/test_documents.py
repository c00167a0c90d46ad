"""The documents hold what they promise: examples that parse, figures that come out, links that lead somewhere."""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from typer.main import get_command

from merit.catalogue.read import read_kpis
from merit.cli.main import app
from merit.facts.columns import FactTable
from merit.facts.tables import TABLES
from merit.kernel.money import Money, share_out
from merit.kernel.problems import Problem
from merit.reports.result_tables import HEADINGS
from merit.rewards.commission.rates import table_value
from merit.rewards.plan.checks import reward_problems
from merit.rewards.plan.plan_file import read_reward
from merit.rewards.plan.reward_plan import CommissionTerms, RewardKind
from merit.scores.plan.plan_file import read_plan
from merit.scores.score_people import score_people
from merit.sources.company_folder.columns import COLUMNS
from merit.sources.company_folder.definitions import shipped_kpi_documents
from merit.sources.company_folder.profile import read_profile
from merit.sources.company_folder.references import kpis_named
from merit.sources.documents import documents_of
from tests.rewards.small_company import SmallCompany, Sold, Till, amounts, organisation, paid, spell
from tests.scores.fake_company import OCTOBER, FakeCompany
from tests.scores.fake_figures import FakeFigures

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("README*.md"), *ROOT.glob("examples/*/README*.md")])
BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def blocks(page: str) -> list[str]:
    """The YAML blocks of a page of docs/."""
    return BLOCK.findall((DOCS / page).read_text("utf-8"))


def definitions(page: str, read) -> tuple[list, list[Problem]]:
    """Every definition in the YAML blocks of a page, and every finding."""
    found, problems = [], []
    for text in blocks(page):
        documents, broken = documents_of(text, page)
        problems += broken
        assert documents, text
        for document in documents:
            thing, wrong = read(document)
            found.append(thing)
            problems += wrong
    return found, problems


def heading(file: Path) -> set[str]:
    """The anchors of a page, as the usual renderers make them."""
    titles = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_plan_in_the_page_on_plans_parses_without_a_problem():
    plans, problems = definitions("plan-files.md", read_plan)
    assert problems == []
    assert len(plans) >= 5


def test_every_reward_in_the_page_on_rewards_parses_without_a_problem():
    rewards, problems = definitions("reward-files.md", read_reward)
    assert problems == []
    assert {reward.kind.value for reward in rewards} == set(map(str, RewardKind))


def test_the_company_yaml_of_the_page_on_the_folder_is_read(tmp_path: Path):
    (tmp_path / "company.yaml").write_text(next(each for each in blocks("company-folder.md") if "name:" in each))
    profile, _, problems = read_profile(tmp_path)
    assert profile is not None
    assert problems == []


@pytest.mark.parametrize("table", COLUMNS)
def test_the_page_on_the_folder_names_every_column_of_a_table_and_marks_the_required_ones(table: str):
    row = next(
        line for line in (DOCS / "company-folder.md").read_text("utf-8").splitlines() if f"| `{table}` |" in line
    )
    named = {(name, bool(star)) for name, star in re.findall(r"`(\w+)`(\*?)", row)} - {(table, False)}
    required, optional = COLUMNS[table].required, COLUMNS[table].optional
    assert named == {*((name, True) for name in required), *((name, False) for name in optional)}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_the_page_on_the_folder_names_every_column_of_a_fact_table(table: FactTable):
    rows = (DOCS / "company-folder.md").read_text("utf-8").splitlines()
    key, others = next(row for row in rows if row.startswith(f"| `{table.name}` | ")).strip("| ").split(" | ")[1:]
    assert tuple(name.rstrip("?#*") for name in key.split()) == table.key
    required = {column.name for column in table.columns if column.required and column.name not in table.key}
    assert {name.rstrip("#*") for name in others.split() if "*" in name} == required
    assert {name.rstrip("#*") for name in others.split()} == set(table.names) - set(table.key)


@pytest.mark.parametrize("name", HEADINGS)
def test_the_page_on_the_folder_names_every_column_of_a_result_file(name: str):
    assert f"| `{name}.csv` | {' '.join(HEADINGS[name])} |" in (DOCS / "company-folder.md").read_text("utf-8")


def test_the_page_on_the_folder_names_every_option_of_every_command():
    text = (DOCS / "company-folder.md").read_text("utf-8")
    commands = get_command(app)
    for name, command in commands.commands.items():
        assert f"### merit {name} DIR" in text, name
        section = text.split(f"### merit {name} DIR", 1)[1].split("\n### ", 1)[0]
        for option in command.params:
            for written in (
                each for each in option.opts if each.startswith("--") and not getattr(option, "hidden", False)
            ):
                assert written in section, f"{name} {written}"


def test_the_worked_example_on_plans_comes_to_its_three_totals():
    plans, _ = definitions("plan-files.md", read_plan)
    example = next(plan for plan in plans if plan.plan == "worked-example")
    person = FakeCompany().organisation.spells[0].person
    figures = FakeFigures()
    for kpi, value in (
        ("orders_paid", 1_150),
        ("paid_sales", 960_000),
        ("gross_profit", 84_000),
        ("new_customers", 2),
        ("selling_cost_ratio", "0.18"),
    ):
        figures.put(kpi, person, value)
    totals = []
    for kept in ((), example.modifiers[:1], example.modifiers):
        plan = replace(example, modifiers=kept, audience=type(example.audience)(people=(person,)))
        (card,), _ = score_people(FakeCompany((plan,)), figures, OCTOBER)
        totals.append(card.total.value)
    assert totals == [100, 115, Fraction("108.1")]


@pytest.mark.parametrize(
    ("reward", "amount", "pay"),
    [
        ("highest", 60_000, 1_800),
        ("marginal", 60_000, 1_200),
        ("interpolated", 30_000, 750),
        ("two-tiers", 220_000, 9_200),
    ],
)
def test_the_tables_of_the_page_on_rewards_come_to_the_stated_figures(reward: str, amount: int, pay: int):
    rewards, _ = definitions("reward-files.md", read_reward)
    terms = next(each.terms for each in rewards if each.reward == reward)
    assert isinstance(terms, CommissionTerms)
    assert table_value(terms.rates.mode, Fraction(amount), terms.rates.bands).value == pay


def shop(reward: str, *sold: Sold) -> Till:
    """A shop that pays ann by one reward of the page."""
    rewards, _ = definitions("reward-files.md", read_reward)
    return Till(
        SmallCompany(organisation(spell("ann")), tuple(each for each in rewards if each.reward == reward)), [*sold]
    )


def sold(day: str, amount: int, *refunds: tuple[str, int]) -> Sold:
    backs = [(date.fromisoformat(each), Fraction(back)) for each, back in refunds]
    return Sold("ann", date.fromisoformat(day), Fraction(amount), backs)


def test_the_cumulative_quarter_of_the_page_on_rewards_pays_the_total_to_date_less_what_was_paid():
    till = shop("quarter", sold("2026-10-05", 60_000), sold("2026-11-05", 60_000), sold("2027-01-05", 60_000))
    assert [paid(till.seal(month)) for month in ("2026-10", "2026-11", "2027-01")] == [1_200_00, 1_800_00, 1_200_00]


def test_the_accelerator_of_the_page_on_rewards_comes_to_the_stated_figure():
    assert paid(shop("accelerated", sold("2026-10-05", 120_000)).seal("2026-10")) == 1_300_00


def test_the_clawback_of_the_page_on_rewards_comes_to_the_stated_figures():
    october = sold("2026-10-05", 60_000, ("2026-11-05", 15_000), ("2026-12-05", 45_000))
    till = shop("clawback", october, sold("2026-11-06", 100_000), sold("2026-12-06", 100_000))
    statements = [amounts(till.seal(month)) for month in ("2026-10", "2026-11", "2026-12")]
    assert statements == [
        {"commission": "1200.00"},
        {"commission": "2400.00", "clawback": "-300.00"},
        {"commission": "2400.00", "clawback": "-900.00"},
    ]


def test_the_draw_of_the_page_on_rewards_comes_to_the_stated_figures():
    earned = {"2026-01": 50_000, "2026-02": 70_000, "2026-03": 40_000, "2026-04": 180_000, "2026-05": 250_000}
    till = shop("draw", *(sold(f"{month}-15", amount) for month, amount in earned.items()))
    assert [paid(till.seal(month)) for month in earned] == [1_000_00, 1_000_00, 1_000_00, 1_000_00, 1_900_00]


def test_every_kpi_that_an_example_names_comes_with_merit_and_fits():
    catalogue, _ = read_kpis(shipped_kpi_documents())
    plans, _ = definitions("plan-files.md", read_plan)
    rewards, _ = definitions("reward-files.md", read_reward)
    named = {at.id for each in (*plans, *rewards) for at in kpis_named(each, each.source)}
    assert named
    assert {kpi for kpi in named if kpi not in catalogue} == set()
    assert reward_problems(rewards, catalogue) == []


def test_the_thirds_of_the_page_on_rewards_come_to_the_stated_figures():
    parts = share_out(Money.of(10_000).fen, dict.fromkeys(("a", "b", "c"), Fraction(1)))
    stated = " / ".join(f"{fen / 100:,.2f}" for fen in parts.values())
    assert stated in (DOCS / "reward-files.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_to_a_file(page: Path):
    for target in LINK.findall(page.read_text("utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path) if path else page
        assert file.exists(), f"{page.name} links to {target}"
        assert not anchor or anchor in heading(file), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_python_file_that_a_page_names_exists(page: Path):
    named = re.findall(r"`(\w+/[\w/]+\.py)\b", page.read_text("utf-8"))
    assert [name for name in named if not any((ROOT / top / name).exists() for top in ("", "src", "src/merit"))] == []


def test_each_decision_has_its_own_number_and_says_situation_choice_and_price():
    pages = sorted((DOCS / "decisions").glob("*.md"))
    numbers = [page.name[:4] for page in pages]
    assert len(set(numbers)) == len(numbers)
    assert all(number.isdigit() for number in numbers)
    for page in pages:
        text = page.read_text("utf-8")
        assert re.match(rf"# 0*{int(page.name[:4])}\.? ", text), page.name
        assert all(f"**{part}.**" in text for part in ("Situation", "Choice", "Price")), page.name
