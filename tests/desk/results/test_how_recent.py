"""The frame says when data were last loaded, whatever period was run and whenever."""

from datetime import UTC, datetime

from merit.sources.company_folder import read_company
from merit.sources.load_facts import load_facts
from tests.desk.conftest import client_for, role_account


def foot(client):
    return client.get("/?lang=zh", follow=True).content.decode().split('<div class="foot">', 1)[1].split("</div>", 1)[0]


def test_the_foot_says_when_the_newest_load_was_not_when_the_period_was_run(own_folder):
    client = client_for(role_account("owner"))
    assert "11-02 08:00" in foot(client)
    tasks = own_folder / "facts" / "tasks.csv"
    tasks.write_text(tasks.read_text("utf-8") + "T7,ann,listing,2026-10-09T09:00,2026-10-26T18:00,,,0,\n", "utf-8")
    company, _ = read_company(own_folder)
    assert load_facts(company, own_folder, datetime(2026, 11, 5, 1, 30, tzinfo=UTC)) is not None
    assert "11-05 09:30" in foot(client)
