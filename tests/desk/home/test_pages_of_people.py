"""The table of people comes in pages, by team in the order of the tree; a filter looks through all of them."""

import pytest

from tests.desk.pages import links

PEOPLE = "/periods/2026-10/people/"


@pytest.fixture
def two_on_a_page(monkeypatch):
    monkeypatch.setattr("merit_desk.home.views.period.ON_A_PAGE", 2)


def people_of(answer):
    return [link for link in links(answer, PEOPLE) if link != PEOPLE and "?" not in link]


def test_every_person_stands_on_one_page_in_the_order_of_the_whole_table(as_owner, monkeypatch):
    whole = people_of(as_owner.get(PEOPLE))
    monkeypatch.setattr("merit_desk.home.views.period.ON_A_PAGE", 2)
    pages = [people_of(as_owner.get(f"{PEOPLE}?page={page}")) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [person for page in pages for person in page] == whole


def test_a_filter_looks_through_all_pages(as_owner, two_on_a_page):
    last = people_of(as_owner.get(f"{PEOPLE}?page=3"))
    assert people_of(as_owner.get(f"{PEOPLE}?q={last[0].split('/')[-2]}")) == last


def test_the_next_page_keeps_the_filter(as_owner, two_on_a_page):
    assert "page=2" in " ".join(link for link in links(as_owner.get(f"{PEOPLE}?q=&grade="), "?"))


@pytest.mark.parametrize("page", ["0", "999", "x"])
def test_a_page_that_is_not_there_is_the_nearest_one(as_owner, two_on_a_page, page):
    answer = as_owner.get(f"{PEOPLE}?page={page}")
    assert answer.status_code == 200
    assert people_of(answer)
