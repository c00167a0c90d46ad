"""What a company records for the law guards, from its files to the findings and lines of a period."""

from pathlib import Path

from merit.closing.compute import computed_period
from merit.closing.guarded import guard_problems
from merit.closing.seal import seal_period
from merit.closing.verify import verify_period
from merit.kernel.period import Period
from merit.run import broken_steps
from merit.sources.company_folder import read_company
from merit.workspace import open_workspace
from tests.loaded_company import OCTOBER, loaded_company
from tests.tiny_company import write_tiny_company

NOTICES = "plan,version,given_on,person,acknowledged_on,how\n"
LOSSES = "loss,person,amount,period,clause,version,agreed_on,reason,decided_by,decided_at\n"
OVERRIDES = "guard,period,person,reference,reason,decided_by,decided_at\n"
MINIMUM = "table: minimum_wages\nrows:\n  - {region: CN-44, valid_from: 2020-01-01, monthly: 2300.00}\n"
WHEN = "2026-11-02T09:00:00+08:00"


def found(folder: Path) -> dict[str, str]:
    workspace = open_workspace(folder)
    problems = guard_problems(workspace, computed_period(workspace, OCTOBER))
    return {each.code.removeprefix("guards."): str(each.severity) for each in problems}


def test_without_notices_one_note_and_with_one_every_plan_needs_its_own(tmp_path: Path) -> None:
    folder = loaded_company(tmp_path)
    assert "no_notices" in found(folder)
    (folder / "notices.csv").write_text(NOTICES + "sales-commission,1,2026-01-02,,,desk\n", "utf-8")
    told = found(folder)
    assert "no_notices" not in told
    # ann's and bob's clawbacks rest on a plan that neither confirmed: that stops pay. cat's bonus plan, which was
    # never made known, is a first version and only gives.
    assert told["negative_without_notice"] == "error"
    assert told["plan_without_notice"] == told["plan_not_acknowledged"] == "warning"


def test_an_override_of_the_file_turns_the_finding_into_a_note(tmp_path: Path) -> None:
    folder = loaded_company(tmp_path)
    given = "sales-commission,1,2026-01-02"
    (folder / "notices.csv").write_text(f"{NOTICES}{given},,,desk\n{given},bob,2026-01-05,desk\n", "utf-8")
    assert found(folder)["negative_without_notice"] == "error"
    row = f"guards.negative_without_notice,2026-10,ann,sales-commission/clawback,she asked for it,leader,{WHEN}\n"
    (folder / "guard_overrides.csv").write_text(OVERRIDES + row, "utf-8")
    told = found(folder)
    assert (told["negative_without_notice"], told["overridden"]) == ("note", "note")


def test_a_loss_is_a_line_of_the_month_sealed_with_it_and_verified(tmp_path: Path) -> None:
    # cat: wage 7,000.00 + bonus 3,704.40 = 10,704.40; a fifth, broken fen left out, is 2,140.88 of 3,000 owed.
    folder = loaded_company(tmp_path)
    row = f"L1,cat,3000,2026-10,Contract 9,1,2026-01-02,broken camera,leader,{WHEN}\n"
    (folder / "losses.csv").write_text(LOSSES + row, "utf-8")
    assert found(folder)["loss_not_taken"] == "warning"  # no minimum wage of the region is known
    (folder / "guards.yaml").write_text(MINIMUM, "utf-8")
    result = computed_period(open_workspace(folder), OCTOBER)
    assert broken_steps(result) == []
    (line,) = [each for each in result.pay_lines if each.line == "loss_compensation"]
    assert (line.person, line.reward, str(line.amount.value)) == ("cat", "Contract 9", "-2140.88")
    assert found(folder)["loss_carried"] == "note"
    seal_period(open_workspace(folder), OCTOBER)
    assert verify_period(folder, OCTOBER).holds
    # November pays cat no bonus that is known yet beside the wage of 7,000: 859.12 of at most 1,400 are left.
    november = computed_period(open_workspace(folder), Period.parse("2026-11"))
    (line,) = [each for each in november.pay_lines if each.line == "loss_compensation"]
    assert str(line.amount.value) == "-859.12"


def test_whatever_is_wrong_with_the_files_is_told_by_row(tmp_path: Path) -> None:
    write_tiny_company(tmp_path)
    (tmp_path / "notices.csv").write_text(
        f"{NOTICES}p,1,2026-01-02,ann,,desk\np,x,2026-01-02,,,\np,1,2026-01-09,ann,2026-01-05,\np,1,2026-01-02,eve,2026-01-05,\n",
        "utf-8",
    )
    (tmp_path / "contracts.csv").write_text(
        "person,kind,from,to,probation_to\nann,fixed,2026-01-01,,\nbob,fixed,2026-01-01,2025-01-01,\ncat,lease,2026-01-01,,\n",
        "utf-8",
    )
    (tmp_path / "payroll.csv").write_text("period,person,wage\n2026,ann,5000\n2026-10,bob,5000.005\n", "utf-8")
    (tmp_path / "losses.csv").write_text(f"{LOSSES}L1,cat,3000,2026-10,,1,,broken,cat,{WHEN}\n", "utf-8")
    row = f"guards.below_minimum_wage,2026-10,ann,,we are poor,leader,{WHEN}\n"
    (tmp_path / "guard_overrides.csv").write_text(OVERRIDES + row, "utf-8")
    company, problems = read_company(tmp_path)
    assert company is None
    assert {
        (each.place.file, each.place.line, each.code.split(".")[1])
        for each in problems
        if each.place.file != "company.yaml"
    } == {
        ("notices.csv", 2, "half_acknowledged"),
        ("notices.csv", 3, "not_a_number"),
        ("notices.csv", 4, "acknowledged_too_early"),
        ("notices.csv", 5, "unknown_person"),
        ("contracts.csv", 2, "cell_empty"),
        ("contracts.csv", 3, "contract_ends_first"),
        ("contracts.csv", 4, "not_a_choice"),
        ("payroll.csv", 2, "not_a_month"),
        ("payroll.csv", 3, "broken_fen"),
        ("losses.csv", 2, "decided_about_oneself"),
        ("guard_overrides.csv", 2, "override_refused"),
    }
