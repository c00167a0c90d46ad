"""A process opens company and facts by itself, before anybody asks."""

from merit_desk.results.queries import open_company
from merit_desk.results.queries.warm_up import warm_up


def test_after_warming_up_company_and_facts_are_open(own_folder):
    open_company._company.cache_clear()
    open_company._workspace.cache_clear()
    warm_up().join(120)
    assert open_company._company.cache_info().currsize == 1
    assert open_company._workspace.cache_info().currsize == 1


def test_an_empty_folder_is_no_reason_to_fail(tmp_path, settings, db):
    settings.MERIT_COMPANY = tmp_path
    thread = warm_up()
    thread.join(60)
    assert not thread.is_alive()
