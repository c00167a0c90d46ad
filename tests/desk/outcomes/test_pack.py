"""The evidence pack: whole, for whom it is meant, without pay unless asked by who may, on the trail."""

import hashlib
import io
import json
import zipfile

import pytest

from merit.kernel.refusals import ConflictRefusal
from merit_desk.audit.models import Entry
from merit_desk.outcomes.queries import typeset
from merit_desk.outcomes.queries.pack import pack_of
from tests.desk.conftest import viewer_as
from tests.desk.cycle_world import review_of
from tests.desk.outcomes.conftest import client_of_person, viewer_of_person


def files_of(answer):
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        return {name: found.read(name) for name in found.namelist()}


def test_the_pdf_is_one_and_the_download_is_on_the_trail(released):
    cat = review_of(released, "cat")
    answer = client_of_person("cat").get(f"/outcomes/{cat.pk}/pack.pdf")
    assert answer.content.startswith(b"%PDF-")
    entry = Entry.objects.filter(action="outcomes.pack_taken").get()
    assert (entry.subject, entry.after["form"], entry.after["pay"]) == ("cat", "pdf", False)


def test_the_data_come_with_the_digest_of_every_file(released):
    cat = review_of(released, "cat")
    files = files_of(client_of_person("cat").get(f"/outcomes/{cat.pk}/pack.zip"))
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["files"] == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert {"data.json", "scores.csv", "trail.csv", "merit-2026-10-cat.pdf"} == set(files)
    data = json.loads(files["data.json"])
    assert data["record"]["outcomes"]["versions"][0]["total"]["total"] == "97.00"
    assert data["workings"]
    assert "pay" not in data


def test_the_same_pack_gives_the_same_bytes(released):
    cat = review_of(released, "cat")
    first, second = (pack_of(viewer_of_person("cat"), cat) for _ in range(2))
    assert first.digest == second.digest
    assert typeset.pack_pdf(first) == typeset.pack_pdf(second)


def test_pay_is_in_it_only_when_asked_by_who_may_see_everybodys_or_their_own(released):
    cat = review_of(released, "cat")
    asked = f"/outcomes/{cat.pk}/pack.zip?pay=1"
    assert "pay.csv" in files_of(client_of_person("cat").get(asked))
    assert "pay.csv" not in files_of(client_of_person("leader").get(asked))
    assert pack_of(viewer_as("auditor"), cat, pay=True).data["pay"]


@pytest.mark.parametrize("person", ["ann", "bob"])
def test_a_colleague_finds_no_pack(released, person):
    cat = review_of(released, "cat")
    for name in ("pack.pdf", "pack.zip"):
        assert client_of_person(person).get(f"/outcomes/{cat.pk}/{name}").status_code == 404


def test_before_the_release_there_is_no_pack_for_the_person(settled):
    cat = review_of(settled, "cat")
    assert client_of_person("cat").get(f"/outcomes/{cat.pk}/pack.pdf").status_code == 404


def test_finance_reads_figures_but_takes_no_texts_along(released):
    cat = review_of(released, "cat")
    from tests.desk.conftest import client_for, role_account

    assert client_for(role_account("finance")).get(f"/outcomes/{cat.pk}/pack.pdf").status_code == 404


def test_a_machine_without_a_chinese_font_says_what_to_do(released, tmp_path, monkeypatch):
    monkeypatch.setenv("MERIT_FONTS", str(tmp_path))
    with pytest.raises(ConflictRefusal, match="no_font"):
        typeset.pack_pdf(pack_of(viewer_of_person("cat"), review_of(released, "cat")))
