"""YAML files: plain data that knows its lines; whatever is wrong is a finding with its line, never a traceback."""

from datetime import date

import pytest

from merit.kernel.exact import exact
from merit.sources.documents import documents_of, read_documents


def one(text):
    [document], problems = documents_of(text, "plans/a.yaml")
    assert problems == []
    return document


def found(text):
    return [(problem.code, problem.place.line) for problem in documents_of(text, "a.yaml")[1]]


def test_every_part_knows_its_line():
    document = one("plan: a\nindicators:\n  - {kpi: csat, weight: 30}\n  - kpi: aov\n    weight: 70\n")
    assert document.place("plan").line == 1
    assert document.place("indicators", 0, "weight").line == 3
    assert document.place("indicators", 1, "weight").line == 5
    assert str(document.place("indicators", 1, "curve")) == "plans/a.yaml:4 [indicators.1.curve]"


def test_numbers_keep_the_digits_that_were_written():
    data = one("a: 0.1\nb: 10000.00\nc: 12\nd: -0.05\ne: 0.30000000000000001\n").data
    assert [str(exact(data[key])) for key in "abcd"] == ["1/10", "10000", "12", "-1/20"]
    assert str(data["e"]) == "0.30000000000000001"


def test_ids_clock_times_and_words_like_on_stay_text():
    data = one("a: 007\nb: 12:30\nc: 'on'\non: attainment\ne: no\nf: \"1.5\"\ng: 1_000\nh: 1e3\n").data
    assert data == {
        "a": "007",
        "b": "12:30",
        "c": "on",
        "on": "attainment",
        "e": "no",
        "f": "1.5",
        "g": "1_000",
        "h": "1e3",
    }


def test_dates_yes_and_no_and_nothing_are_read_as_such():
    data = one("a: 2026-01-31\nb: true\nc:\nd: {1: 0.5, 2: 0.75}\n").data
    assert data["a"] == date(2026, 1, 31)
    assert data["b"] is True
    assert data["c"] is None
    assert list(data["d"]) == [1, 2]


def test_a_file_may_hold_several_documents_and_empty_ones_are_skipped():
    documents, problems = documents_of("a: 1\n---\n---\nb: 2\n---\n", "x.yaml")
    assert [document.data for document in documents] == [{"a": 1}, {"b": 2}]
    assert (problems, documents[1].place("b").line) == ([], 4)


def test_an_anchor_may_be_used_again():
    assert one("a: &same {x: 1}\nb: *same\n").data == {"a": {"x": 1}, "b": {"x": 1}}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\na: 2\n", "documents.key_twice", 2),
        ("a:\n\tb: 1\n", "documents.tab", 2),
        ("a: [1, 2\nb: 3\n", "documents.broken", 2),
        ("a: 'never closed\n", "documents.broken", 2),
        ("a: 1\nb: bell\x07\n", "documents.broken", 2),
        ("- a\n- b\n", "documents.not_fields", 1),
        ("just words\n", "documents.not_fields", 1),
        ("a: 2026-02-30\n", "documents.no_such_date", 1),
        ("a: !!python/object/apply:os.system [ls]\n", "documents.tag", 1),
        ("a: !!python/name:os.system\n", "documents.tag", 1),
        ("a: !secret 1\n", "documents.tag", 1),
        ("a: &me\n  b: *me\n", "documents.circular", 1),
        ("? [a, b]\n: 1\n", "documents.key_not_text", 1),
        ("a: *nobody\n", "documents.broken", 1),
        ("a: " + "[" * 5000 + "\n", "documents.too_deep", 0),
    ],
)
def test_what_is_wrong_has_its_line(text, code, line):
    assert found(text) == [(code, line)]


def test_references_that_unfold_without_end_are_refused():
    doublings = "".join(f"x{n}: &x{n} [*x{n - 1}, *x{n - 1}]\n" for n in range(1, 40))
    assert [code for code, _ in found("x0: &x0 [1, 1]\n" + doublings)] == ["documents.circular"]


def test_documents_before_a_break_are_kept():
    documents, problems = documents_of("a: 1\n---\nb: [\n", "x.yaml")
    assert ([document.data for document in documents], len(problems)) == ([{"a": 1}], 1)


def test_files_in_gb18030_are_read_and_bytes_that_are_no_text_are_named(tmp_path):
    chinese, binary = tmp_path / "zh.yaml", tmp_path / "no.yaml"
    chinese.write_bytes("name: 绩衡\n".encode("gb18030"))
    binary.write_bytes(b"\x89PNG\x00\x01")
    assert read_documents(chinese, "zh.yaml")[0][0].data == {"name": "绩衡"}
    assert [problem.code for problem in read_documents(binary, "no.yaml")[1]] == ["documents.not_text"]
