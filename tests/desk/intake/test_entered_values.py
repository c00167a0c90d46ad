"""Values that no system holds: one person enters, another confirms, and only then they count."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from merit_desk.audit.models import Entry
from merit_desk.documents.queries.current import current, table_lines
from merit_desk.intake.models import EnteredValue
from merit_desk.notices.models import Notice
from merit_desk.results.queries.open_company import declared_company

VALUE = {"period": "2026-11", "value": "95%", "note": "财务月结表第 3 行", "token": "t1"}


@pytest.fixture
def kpi():
    """A KPI of the shipped catalogue whose values are entered."""
    from merit_desk.intake.queries.values import entered_kpis

    return entered_kpis()[0].id


@pytest.fixture
def entered(at, kpi):
    """`leader` has entered a value for ann."""
    answer = at("manager").post("/intake/values/", VALUE | {"kpi": kpi, "node": "person:ann"})
    assert answer.status_code == 302, answer.content.decode()
    return EnteredValue.objects.get()


def test_an_entered_value_waits_and_does_not_count(entered):
    assert (entered.value, entered.person, entered.state) == ("0.95", "leader", "waiting")
    assert all(row["kpi"] != entered.kpi for row in table_lines(current("manual_values.csv").text))


def test_a_second_person_confirms_it_and_it_counts(at, entered):
    assert at("owner").post(f"/intake/values/{entered.pk}/confirm/").status_code == 302
    (value,) = [each for each in declared_company().manual_values if each.kpi == entered.kpi]
    assert (value.entered_by, value.confirmed_by, float(value.value)) == ("leader", "owner", 0.95)
    assert "月结表" in value.evidence
    assert Entry.objects.filter(action="intake.value_confirmed").count() == 1
    assert Notice.objects.filter(code="notice.value_confirmed").count() == 1


def test_nobody_confirms_an_own_value(at, entered):
    page = at("manager").post(f"/intake/values/{entered.pk}/confirm/", follow=True).content.decode()
    assert "要由别人确认" in page
    entered.refresh_from_db()
    assert entered.state == "waiting"


def test_a_confirmed_value_takes_the_place_of_the_one_before(at, entered, kpi):
    at("owner").post(f"/intake/values/{entered.pk}/confirm/")
    at("manager").post("/intake/values/", VALUE | {"kpi": kpi, "node": "person:ann", "value": "0.9", "token": "t2"})
    at("owner").post(f"/intake/values/{EnteredValue.objects.latest('pk').pk}/confirm/")
    (row,) = [row for row in table_lines(current("manual_values.csv").text) if row["kpi"] == kpi]
    assert row["value"] == "0.9"


def test_a_value_is_decided_once(at, entered):
    owner = at("owner")
    owner.post(f"/intake/values/{entered.pk}/confirm/")
    assert "已经处理过" in owner.post(f"/intake/values/{entered.pk}/confirm/", follow=True).content.decode()


def test_a_refusal_has_a_reason_that_its_author_reads(at, entered):
    assert at("owner").post(f"/intake/values/{entered.pk}/refuse/", {"reason": ""}).status_code == 422
    at("owner").post(f"/intake/values/{entered.pk}/refuse/", {"reason": "算错了分母"})
    assert "算错了分母" in at("manager").get("/intake/values/").content.decode()


def test_its_author_takes_it_back_while_it_waits(at, entered):
    at("manager").post(f"/intake/values/{entered.pk}/withdraw/")
    entered.refresh_from_db()
    assert entered.state == "withdrawn"


def test_the_same_form_sent_twice_enters_it_once(at, entered, kpi):
    at("manager").post("/intake/values/", VALUE | {"kpi": kpi, "node": "person:ann"})
    assert EnteredValue.objects.count() == 1


def test_a_manager_enters_values_of_the_own_people_only(at, kpi):
    manager = at("manager")
    assert manager.post("/intake/values/", VALUE | {"kpi": kpi, "node": "person:owner"}).status_code == 422
    assert manager.post("/intake/values/", VALUE | {"kpi": kpi, "node": "company:company"}).status_code == 422
    assert not EnteredValue.objects.exists()


def test_an_account_without_a_person_is_told_what_to_do(at):
    assert "没有对应公司里的人" in at("steward").get("/intake/values/").content.decode()


def test_evidence_is_a_download_for_those_in_reach(at, kpi):
    proof = SimpleUploadedFile("../../月结.csv", b"a,b\n")
    at("manager").post("/intake/values/", VALUE | {"kpi": kpi, "node": "person:ann", "evidence": proof})
    value = EnteredValue.objects.get()
    assert value.evidence.startswith("evidence/2026-11/")
    answer = at("owner").get(f"/intake/values/{value.pk}/evidence/")
    assert b"".join(answer.streaming_content) == b"a,b\n"
    assert answer["Content-Disposition"].startswith("attachment")
    assert at("employee").get(f"/intake/values/{value.pk}/evidence/").status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("value", "很多", "不是数字"),
        ("value", "1.00001", "最多 4 位"),
        ("period", "上个月", "不认识这个周期"),
        ("note", "", "note"),
    ],
)
def test_what_cannot_be_read_is_told_and_what_was_typed_stays(at, kpi, field, typed, words):
    answer = at("manager").post("/intake/values/", VALUE | {"kpi": kpi, "node": "person:ann", field: typed})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "2026-11" in answer.content.decode() or field == "period"


def test_a_sealed_period_takes_no_values(at, own_folder, kpi):
    (own_folder / "sealed" / "2026-11").mkdir(parents=True)
    (own_folder / "sealed" / "2026-11" / "seal.json").write_text("{}")
    answer = at("manager").post("/intake/values/", VALUE | {"kpi": kpi, "node": "person:ann"})
    assert "已封存" in answer.content.decode()


def test_a_row_that_came_with_the_folder_is_confirmed_by_a_second_person(at, own_folder, kpi):
    (own_folder / "manual_values.csv").write_text(
        f"kpi,node_kind,node,period,value,entered_by,confirmed_by,evidence\n{kpi},person,ann,2026-11,3,leader,,表\n"
    )
    form = {"kpi": kpi, "node_kind": "person", "node": "ann", "period": "2026-11", "value": "3"}
    at("manager").post("/intake/values/confirm/", form)
    assert declared_company().manual_values[0].confirmed_by == ""
    at("owner").post("/intake/values/confirm/", form)
    assert declared_company().manual_values[0].confirmed_by == "owner"


@pytest.mark.parametrize("role", ["employee", "finance", "auditor", "stranger"])
def test_who_may_not_enter_values_does_not_find_the_page(at, entered, role):
    assert at(role).get("/intake/values/").status_code == 404
    assert at(role).post(f"/intake/values/{entered.pk}/confirm/").status_code == 404
