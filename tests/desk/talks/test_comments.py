"""Comments follow their subject: who may not see it reads none, writes none and is not named in one."""

import pytest
from django.urls import reverse

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.audit.models import Entry
from merit_desk.notices.models import Notice
from merit_desk.talks.actions.comments import NotForThem, take_back_comment, write_comment
from merit_desk.talks.models import Comment
from merit_desk.talks.queries.comments import comments_on, named_in, who_may_be_named

CAT = "2026-10/csat/person/cat"


def test_who_may_see_the_figure_reads_and_writes(desk):
    write_comment(desk("cat"), "kpi", CAT, "10 日那天系统坏了")
    for name in ("cat", "leader", "owner", "hr"):
        assert len(comments_on(desk(name), "kpi", CAT)) == 1
    for name in ("ann", "bob", "stranger"):
        with pytest.raises(NotFoundRefusal):
            comments_on(desk(name), "kpi", CAT)
        with pytest.raises(NotFoundRefusal):
            write_comment(desk(name), "kpi", CAT, "x")
        assert desk.client(name).get(reverse("talks:comments", args=("kpi", CAT))).status_code == 404


@pytest.mark.parametrize("subject", ["2026-10/nothing/person/cat", "x/csat/person/cat", "csat", "2026-10/csat/moon/x"])
def test_what_is_no_figure_has_no_comments(desk, subject):
    with pytest.raises(NotFoundRefusal):
        write_comment(desk("cat"), "kpi", subject, "x")
    with pytest.raises(NotFoundRefusal):
        write_comment(desk("cat"), "moon", CAT, "x")


def test_who_is_named_is_told(desk):
    write_comment(desk("cat"), "kpi", CAT, "@李得 请看这一天")
    told = Notice.objects.get(code="notice.mentioned")
    assert told.account.person == "leader"
    assert told.gaps["name"]
    page = desk.client("leader").get(reverse("talks:comments", args=("kpi", CAT))).content.decode()
    assert '<b class="named">@李得</b>' in page


def test_naming_somebody_who_may_not_see_it_is_refused_in_words_and_nothing_is_written(desk):
    with pytest.raises(NotForThem):
        write_comment(desk("cat"), "kpi", CAT, "@安安 你看")
    assert Comment.objects.count() == 0
    sent = {"text": "@安安 你看"}
    page = desk.client("cat").post(reverse("talks:comments", args=("kpi", CAT)), sent)
    assert "安安看不到这一页" in page.content.decode()
    assert "@安安 你看</textarea>" in page.content.decode()


def test_the_picker_offers_only_people_who_may_see_the_subject(desk):
    offered = [
        each.person for word in ("李", "安", "欧", "凯") for each in who_may_be_named(desk("cat"), "kpi", CAT, word)
    ]
    assert offered == ["leader", "owner"]
    with pytest.raises(NotFoundRefusal):
        who_may_be_named(desk("ann"), "kpi", CAT, "李")


def test_the_longest_name_counts_and_a_mail_address_names_nobody(desk, monkeypatch):
    names = {"王": ["p1"], "王芳": ["p2", "p3"], "阿依古丽·买买提": ["p4"], "Li": ["p5"]}
    monkeypatch.setattr("merit_desk.talks.queries.comments.names_at_work", lambda day: names)
    day = desk("cat").today

    def people(text):
        return [each.people for each in named_in(text, day)]

    assert people("@王芳你好") == [("p2", "p3")]
    assert people("@王芳(p3) 你好") == [("p3",)]
    assert people("请@阿依古丽·买买提看") == [("p4",)]
    assert people("mail@Li.com @Lily") == []
    assert people("＠王 和 @Li，@王") == [("p1",), ("p5",)]


def test_a_comment_taken_back_is_empty_but_known(desk):
    made = write_comment(desk("cat"), "kpi", CAT, "写错了 @李得")
    with pytest.raises(NotFoundRefusal):
        take_back_comment(desk("leader"), made.pk)
    take_back_comment(desk("cat"), made.pk)
    with pytest.raises(ConflictRefusal):
        take_back_comment(desk("cat"), made.pk)
    shown = comments_on(desk("leader"), "kpi", CAT)[0]
    assert (shown.taken_back, shown.pieces) == (True, ())


def test_no_words_and_too_many_are_refused(desk):
    for text in ("", "  ", "长" * 2001):
        with pytest.raises(ConflictRefusal, match="comment_length"):
            write_comment(desk("cat"), "kpi", CAT, text)


def test_the_trail_names_the_subject_and_not_the_words(desk):
    write_comment(desk("cat"), "kpi", CAT, "不上留痕的话")
    entry = Entry.objects.get(action="talks.comment_written")
    assert (entry.subject_kind, entry.subject) == ("kpi", CAT)
    assert "不上留痕的话" not in str(list(Entry.objects.values()))


def test_the_number_of_queries_does_not_grow_with_the_comments(desk, django_assert_max_num_queries):
    for number in range(30):
        write_comment(desk("cat"), "kpi", CAT, f"第 {number} 条 @李得")
    viewer = desk("leader")
    with django_assert_max_num_queries(4):
        comments_on(viewer, "kpi", CAT)
