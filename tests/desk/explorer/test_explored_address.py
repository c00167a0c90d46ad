"""An address is a view: what is written is read back the same, and nonsense never breaks a page."""

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from merit.insight.comparison import Comparison
from merit_desk.explorer.queries.asked import GRAINS, KINDS, RANGES, Asked, asked_of

WORDS = st.text("abcäß绩效 &=%+~-", max_size=20).map(str.strip)
VIEWS = st.builds(
    Asked,
    kpis=st.lists(st.sampled_from(["paid_sales", "aov", "csat"]), min_size=1, unique=True).map(tuple),
    kind=st.sampled_from([kind for kind in KINDS if kind != "company"]),
    node=WORDS,
    grain=st.sampled_from(GRAINS),
    span=st.sampled_from(RANGES),
    comparison=st.none() | st.sampled_from(list(Comparison)),
    words=WORDS,
    sort=WORDS,
    page=st.integers(1, 9999),
    chart=st.sampled_from(["line", "bar"]),
)


@given(VIEWS)
def test_a_view_is_read_back_as_it_was_written(asked: Asked) -> None:
    assert asked_of(QueryDict(asked.address(page=asked.page))) == asked


@given(st.dictionaries(st.sampled_from(["kpi", "by", "grain", "span", "page", "with", "sort", "q"]), st.text()))
def test_nonsense_is_left_out(words: dict[str, str]) -> None:
    query = QueryDict(mutable=True)
    for name, value in words.items():
        query[name] = value
    asked = asked_of(query)
    assert asked.kind in KINDS
    assert asked.grain in GRAINS
    assert 1 <= asked.page <= 10_000


def test_a_change_of_the_view_begins_at_the_first_page() -> None:
    asked = Asked(kpis=("aov",), kind="person", page=7)
    assert "page" not in asked.address(sort="-aov~")
    assert "page=8" in asked.address(page=8)
