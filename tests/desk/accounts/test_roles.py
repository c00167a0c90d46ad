"""Roles are given for a part of the company and for days; nobody gives or takes over more than they have."""

from datetime import date, timedelta

import pytest

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Role
from merit_desk.accounts.actions.grants import give
from merit_desk.accounts.forms.accounts import NewGrant
from merit_desk.accounts.models import Account, Grant
from merit_desk.accounts.viewer import viewer_for
from merit_desk.audit.models import Entry
from tests.desk.conftest import account_for, client_for, role_account
from tests.desk.pages import text


def grant_form(role, team="", start="2026-01-01", end=""):
    return {"role": role, "team": team, "start": start, "end": end}


def test_the_owner_gives_every_role_and_takes_it_back(as_owner, cat):
    for role in ("hr", "steward", "finance", "auditor", "owner"):
        as_owner.post(f"/accounts/{cat.pk}/roles/", grant_form(role))
        assert Role(role) in viewer_for(Account.objects.get(pk=cat.pk)).roles
        grant = Grant.objects.get(account=cat, role=role)
        as_owner.post(f"/accounts/{cat.pk}/roles/{grant.pk}/end/")
        assert Role(role) not in viewer_for(Account.objects.get(pk=cat.pk)).roles
    entry = Entry.objects.filter(action="accounts.role_given").first()
    assert (entry.subject, entry.after["role"]) == (str(cat.pk), "hr")
    assert Entry.objects.filter(action="accounts.role_taken").count() == 5


def test_a_role_begins_and_ends_on_its_days(as_owner, cat):
    today = viewer_for(cat).today
    later = (today + timedelta(days=1)).isoformat()
    as_owner.post(f"/accounts/{cat.pk}/roles/", grant_form("finance", start=later))
    as_owner.post(f"/accounts/{cat.pk}/roles/", grant_form("steward", end=(today - timedelta(days=1)).isoformat()))
    as_owner.post(f"/accounts/{cat.pk}/roles/", grant_form("auditor", end=today.isoformat()))
    roles = viewer_for(Account.objects.get(pk=cat.pk)).roles
    assert roles & {Role.FINANCE, Role.STEWARD, Role.AUDITOR} == {Role.AUDITOR}


def test_an_end_before_the_start_is_refused_in_words(as_owner, cat):
    answer = as_owner.post(f"/accounts/{cat.pk}/roles/", grant_form("hr", start="2026-05-02", end="2026-05-01"))
    assert "结束早于开始" in text(answer)
    assert not Grant.objects.filter(account=cat).exists()


def test_hr_is_offered_and_may_give_only_what_hr_has(as_hr, cat):
    page = as_hr.get(f"/accounts/{cat.pk}/").content.decode()
    offered = page.partition('name="role"')[2].partition("</select>")[0]
    assert '<option value="hr">' in offered
    for role in ("owner", "finance", "steward", "auditor"):
        assert f'<option value="{role}">' not in offered
        as_hr.post(f"/accounts/{cat.pk}/roles/", grant_form(role))
    assert not Grant.objects.filter(account=cat).exists()
    viewer = viewer_for(as_hr.account)
    with pytest.raises(NotFoundRefusal):
        give(viewer, cat, NewGrant(Role.OWNER, "", date(2026, 1, 1), None))


def test_hr_cannot_reach_the_accounts_of_those_who_may_do_more(as_hr):
    for role in ("owner", "steward", "finance", "auditor"):
        other = role_account(role)
        assert as_hr.get(f"/accounts/{other.pk}/").status_code == 404
        for path in ("invitation", "lock", "links", "second-factor/end"):
            assert as_hr.post(f"/accounts/{other.pk}/{path}/", {"way": "wecom", "uid": "hr"}).status_code == 404
    assert Account.objects.filter(is_active=False).count() == 0


def test_hr_does_not_change_their_own_roles(as_hr):
    as_hr.post(f"/accounts/{as_hr.account.pk}/roles/", grant_form("hr"))
    assert Grant.objects.filter(account=as_hr.account).count() == 1


def test_the_last_owner_keeps_the_role_and_the_account(as_owner):
    grant = Grant.objects.get(account=as_owner.account)
    answer = as_owner.post(f"/accounts/{as_owner.account.pk}/roles/{grant.pk}/end/")
    assert answer.status_code == 409
    assert "最后一位老板" in text(answer)
    assert as_owner.post(f"/accounts/{as_owner.account.pk}/lock/").status_code == 409
    assert Role.OWNER in viewer_for(Account.objects.get(pk=as_owner.account.pk)).roles


def test_hr_of_a_team_looks_after_its_people_only(company_folder, cat):
    from merit_desk.results.queries.open_company import declared_company

    organisation = declared_company().organisation
    team = organisation.spells_of["cat"][-1].team
    local = account_for("local-hr", role=Role.HR, team=team)
    client = client_for(local)
    assert client.get(f"/accounts/{cat.pk}/").status_code == 200
    outsider = account_for("from-outside")
    listed = text(client.get("/accounts/"))
    assert "cat" in listed
    assert "from-outside" not in listed
    assert client.get(f"/accounts/{outsider.pk}/").status_code == 404
    client.post(f"/accounts/{cat.pk}/roles/", grant_form("hr"))
    assert not Grant.objects.filter(account=cat).exists()
    client.post(f"/accounts/{cat.pk}/roles/", grant_form("hr", team=team))
    assert Grant.objects.get(account=cat).team == team


def test_a_locked_account_is_opened_again(as_hr, cat):
    as_hr.post(f"/accounts/{cat.pk}/lock/")
    assert not Account.objects.get(pk=cat.pk).is_active
    assert "停用" in text(as_hr.get("/accounts/"))
    as_hr.post(f"/accounts/{cat.pk}/open/")
    assert Account.objects.get(pk=cat.pk).is_active


def test_an_id_of_the_companys_system_belongs_to_one_account(as_owner, cat, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"wecom": {"APPS": [{"client_id": "a", "secret": "b", "settings": {}}]}}
    link = {"way": "wecom", "uid": "cat.work"}
    as_owner.post(f"/accounts/{cat.pk}/links/", link)
    answer = as_owner.post(f"/accounts/{as_owner.account.pk}/links/", link)
    assert answer.status_code == 409
    assert "cat.work 已经连着另一个账号" in text(answer)
    as_owner.post(f"/accounts/{cat.pk}/links/end/", link)
    assert Entry.objects.filter(action="accounts.unlinked", subject=str(cat.pk)).count() == 1


def test_the_list_finds_by_words_and_by_role_without_a_query_per_account(as_owner, cat, django_assert_max_num_queries):
    for number in range(30):
        account_for(f"somebody-{number}", role=Role.AUDITOR)
    assert "somebody-7" in text(as_owner.get("/accounts/?q=somebody-7"))
    assert "cat" not in text(as_owner.get("/accounts/?role=auditor&q=cat")).split("姓名")[1]
    with django_assert_max_num_queries(25):
        as_owner.get("/accounts/")
