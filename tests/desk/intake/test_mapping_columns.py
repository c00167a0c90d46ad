"""An unknown file is mapped on the screen once; the mapping is a profile that the core reads."""

from merit.sources.feeds import own_profiles
from merit_desk.documents.models import Version
from merit_desk.jobs.models import Job
from tests.desk.intake.conftest import read_as, sent, work

EXPENSES = "支出流水\n单号,哪天,组,类目,多少钱,备注\nE1,21.10.2026,north,广告,100.50,x\nE2,31.02.2026,north,广告,5,\n"
CHOICES = {
    "title": "支出流水",
    "table": "expenses",
    "header": "2",
    "to_0": "expense_id",
    "to_1": "day",
    "format_1": "%d.%m.%Y",
    "to_2": "team",
    "to_3": "category",
    "to_4": "amount",
    "to_5": "-",
}


def mapped(steward, **choices):
    upload = sent(steward, EXPENSES.encode(), "支出.csv")
    return upload, steward.post(f"/intake/files/{upload.pk}/mapping/", CHOICES | choices)


def test_an_unknown_file_says_so_and_offers_to_map_its_columns(steward):
    upload = sent(steward, EXPENSES.encode(), "支出.csv")
    page = steward.get(f"/intake/files/{upload.pk}/").content.decode()
    assert "没有认出" in page
    assert f"/intake/files/{upload.pk}/mapping/" in page
    assert "21.10.2026" in steward.get(f"/intake/files/{upload.pk}/mapping/?table=expenses").content.decode()


def test_a_mapping_is_kept_as_a_profile_and_the_file_loaded_by_it(steward, own_folder):
    upload, answer = mapped(steward)
    key = f"profiles/expenses_{upload.pk}.yaml"
    assert answer.url == f"/intake/files/{upload.pk}/?profile={key}&shop="
    profiles, problems = own_profiles(own_folder)
    assert problems == []
    assert profiles[f"expenses_{upload.pk}"].unused == ("备注",)
    assert Version.objects.filter(path=key).count() == 1
    read_as(steward, upload, key, "")
    job = work()
    assert (job.outcome["loaded"], job.outcome["rejected"]) == (1, 1)


def test_the_next_such_file_is_recognised(steward):
    mapped(steward)
    later = sent(steward, EXPENSES.replace("E1", "E9").encode(), "支出12月.csv")
    page = steward.get(f"/intake/files/{later.pk}/").content.decode()
    assert "认出来了：支出流水" in page


def test_a_needed_column_without_source_is_told_and_what_was_chosen_stays(steward):
    _, answer = mapped(steward, to_4="-")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "金额 还没有来源" in page
    assert 'value="expense_id" selected' in page


def test_a_column_chosen_twice_is_told(steward):
    _, answer = mapped(steward, to_5="amount")
    assert "选了两次" in answer.content.decode()


def test_what_the_file_does_not_say_is_the_same_in_every_row(steward, own_folder):
    upload, _ = mapped(steward, to_3="-", const_category="杂项")
    read_as(steward, upload, f"profiles/expenses_{upload.pk}.yaml", "")
    assert work().outcome["loaded"] == 1
    assert Job.objects.count() == 1
