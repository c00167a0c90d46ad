"""What holds of every page: both languages, no inline style or script, a strict policy, and links that answer."""

import re

import pytest

from merit_desk.results.queries.open_company import declared_company
from tests.desk.pages import links, parsed, text

PAGES = [
    "/",
    "/periods/2026-10/teams/",
    "/periods/2026-10/people/",
    "/periods/2026-10/people/ann/",
    "/periods/2026-10/findings/",
    "/periods/2026-10/nodes/company/company/",
    "/periods/2026-10/nodes/company/company/days/paid_sales/",
    "/periods/2026-10/why/payable/",
    "/periods/2026-10/why/score/leader/total/",
    "/periods/2026-10/why/kpi/2026-10/reply_3min/person/cat/",
    "/nothing/",
]


def company_names() -> set[str]:
    """Names stay as they are in every language; so do the product's and the other language's own name."""
    company = declared_company()
    people = {spell.name for spell in company.organisation.spells}
    teams = {team.name for team in company.organisation.teams}
    shops = {shop.name for shop in company.shops}
    signs = {name[-1:] for name in people | teams}
    return people | teams | shops | signs | {company.profile.name, "绩衡", "中文"}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_inline_style_or_script_and_a_strict_policy(reader, address):
    page = reader.get(address)
    assert parsed(page).inline == []
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http://" not in page.content.decode().replace("http://www.w3.org", "")
    assert "https://" not in page.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_wholly_in_the_readers_language(reader, address):
    english = reader.get(address, {"lang": "en"})
    assert english.headers["Content-Language"] == "en"
    names = "|".join(sorted(map(re.escape, company_names()), key=len, reverse=True))
    assert re.findall(r"[一-鿿]+", re.sub(names, "", text(english))) == []
    assert reader.get(address).headers["Content-Language"] == "en"  # remembered
    assert 'lang="zh-CN"' in reader.get(address, {"lang": "zh"}).content.decode()


def test_the_theme_is_chosen_and_remembered(reader):
    assert 'data-bs-theme="dark"' in reader.get("/", {"theme": "dark"}).content.decode()
    assert 'data-bs-theme="dark"' in reader.get("/").content.decode()
    assert 'data-theme=""' in reader.get("/", {"theme": "system"}).content.decode()


def test_every_link_answers(reader):
    waiting = [link for address in PAGES for link in links(reader.get(address))]
    plain = {link for link in waiting if "lang=" not in link and "theme=" not in link}
    assert len(plain) > 200
    values = sorted(link for link in plain if "/why/kpi/" in link)  # each is a query: one in ten will do
    chosen = plain - set(values) | set(values[::10])
    answers = {link: reader.get(link).status_code for link in sorted(chosen)}
    assert {link: code for link, code in answers.items() if code != 200} == {}
