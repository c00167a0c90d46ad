"""How sources.yaml declares a live source, and what it gets told that does not fit."""

from datetime import time, timedelta

import pytest

from merit.sources.documents import documents_of
from merit.sources.live.declared import sources_in
from merit.sources.live.source import Schedule, SourceKind

ERP = "name: erp, from: postgresql, address: 'db.lan:5433/erp', user: merit, read: public.orders"


def declared(*fetches):
    lines = "".join(f"  - {{fetch: {{{each}}}, table: orders}}\n" for each in fetches)
    return sources_in(documents_of("sources:\n" + lines, "sources.yaml")[0])


def test_a_database_with_cursor_and_schedule_is_declared_in_one_line():
    (erp,), problems = declared(ERP + ", cursor: updated_at, overlap: 2h, schedule: 15m")
    assert problems == []
    assert (erp.name, erp.kind, erp.read, erp.cursor) == ("erp", SourceKind.POSTGRESQL, "public.orders", "updated_at")
    assert (erp.overlap, erp.schedule) == (timedelta(hours=2), Schedule(timedelta(minutes=15)))
    assert erp.folder == "raw/fetched/erp"


def test_a_source_can_be_fetched_at_hours_of_the_day():
    (erp,), problems = declared(ERP + ", schedule: ['13:30', '03:30']")
    assert problems == []
    assert erp.schedule == Schedule(None, (time(3, 30), time(13, 30)))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (ERP.replace("erp,", "../erp,"), "sources.live_name"),
        (ERP.replace("postgresql", "oracle"), "sources.profile_choice"),
        (ERP.replace("db.lan", "merit:geheim@db.lan"), "sources.live_secret_in_file"),
        (ERP + ", password: geheim", "sources.live_secret_in_file"),
        (ERP.replace("db.lan:5433/erp", "db.lan"), "sources.live_address"),
        (ERP.replace("user: merit, ", ""), "sources.profile_field_missing"),
        (ERP.replace("read: public.orders", "query: delete from orders"), "sources.live_not_one_select"),
        (ERP.replace("read: public.orders", "query: select 1; select 2"), "sources.live_not_one_select"),
        (
            ERP.replace("read: public.orders", "query: 'with x as (delete from a returning *) select * from x'"),
            "sources.live_not_one_select",
        ),
        (ERP + ", query: select 1", "sources.live_read_or_query"),
        (ERP + ", schedule: 1m", "sources.live_schedule"),
        (ERP + ", schedule: '25:00'", "sources.live_schedule"),
        (ERP + ", overlap: long", "sources.live_span"),
        (ERP + ", paging: link", "sources.profile_field"),
        (ERP + ", sign_in: bearer", "sources.profile_choice"),
        (
            "name: wc, from: woocommerce, address: 'http://shop.example', user: ck, read: orders",
            "sources.live_not_https",
        ),
        ("name: wc, from: woocommerce, address: 'https://shop.example', user: ck, read: all", "sources.profile_choice"),
        (
            "name: wc, from: woocommerce, address: 'https://a.example?key=1', user: ck, read: orders",
            "sources.live_secret_in_file",
        ),
        ("name: sf, from: shopify, address: shop.example.com, read: orders", "sources.live_address"),
        ("name: a, from: http, address: 'https://a.example', read: 'https://b.example/x'", "sources.live_address"),
        (
            "name: a, from: http, address: 'https://a.example', read: /x, paging: next_mark",
            "sources.profile_field_missing",
        ),
        (
            "name: a, from: http, address: 'https://a.example', read: /x, sign_in: header",
            "sources.profile_field_missing",
        ),
    ],
)
def test_what_a_live_source_gets_wrong_is_told_with_its_line_and_it_is_not_fetched(written, code):
    sources, problems = declared(written)
    assert [(each.code, each.place.file, each.place.line) for each in problems] == [(code, "sources.yaml", 2)]
    assert sources == []


def test_two_sources_of_one_name_would_mix_their_files_and_the_second_is_refused():
    sources, problems = declared(ERP, ERP.replace("orders", "refunds"))
    assert [each.read for each in sources] == ["public.orders"]
    assert [each.code for each in problems] == ["sources.live_name_twice"]
    assert problems[0].place.line == 3
