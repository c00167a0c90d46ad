"""A finding names people, plans and rewards as the company does."""

from dataclasses import replace

from merit_desk.home.queries.findings import named_findings
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import Finding, period_files


def test_a_reward_is_told_by_its_title_and_an_english_word_stays(reader):
    reader.get("/?lang=zh")
    said = {"zh": "service-bonus：cat 本期不参加考核", "en": "service-bonus: cat"}
    files = replace(period_files("2026-10"), findings=(Finding("note", "x.yaml", "1", "x", said),))
    declared = declared_company()
    company = replace(declared, rewards=tuple(replace(each, title={"zh": "客服奖金"}) for each in declared.rewards))
    (found,) = named_findings(company, files)
    assert found.sentence == "客服奖金：cat 本期不参加考核"  # "cat" is a word too, so it is left alone
    assert (found.file, found.line) == ("x.yaml", "1")
