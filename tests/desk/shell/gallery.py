"""A page with every component, for the tests and for looking at."""

from dataclasses import replace
from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.template import engines

from merit.kernel.problems import Place, Problem, Severity
from merit_desk.shell.comparison import beside
from merit_desk.shell.parts import Entry, Fact, JobState, ShownJob, Tab, steps


class GalleryForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(label="名称", help_text="给人看的名字。")
    note = forms.CharField(label="说明", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(label="类型", choices=[("a", "奖金"), ("b", "提成")])
    amount = forms.DecimalField(label="金额")
    start = forms.DateField(label="从", widget=forms.DateInput(attrs={"type": "date"}))
    sure = forms.BooleanField(label="我看过这些变化", required=False)
    who = forms.ChoiceField(label="谁", choices=[("1", "全公司"), ("2", "一个团队")], widget=forms.RadioSelect)


RUNNING = ShownJob(
    *("1", "载入 orders.csv", JobState.RUNNING, "/gallery/", 4000, 10000),
    outcomes=(("新增", 3800, ""), ("退回", 12, "bad")),
    time_left="34 秒",
    cancel_address="/stop/",
    undone="停止会撤回本次已载入的 4,000 行。",
)
FAILED = replace(RUNNING, id="2", state=JobState.FAILED, sentence="第 4,118 行没有载入：订单号变成了小数。")
DONE = replace(RUNNING, id="3", state=JobState.DONE, done=10000, outcomes=())
FACTS = [Fact("版本", "3"), Fact("从", "2026-10-01", "王静改"), Fact("用它的", "2 个方案", address="/")]
ENTRIES = [
    Entry("第 3 版", "10-12 18:20", "王静", "客服权重 30% → 35%", now=True, icon="check"),
    Entry("第 2 版", "09-01 09:00", "周岚", pill="已替换"),
]
COLUMN = Problem("sources.unknown_column", Place("people.csv", 4, "post"), {"table": "people.csv", "column": "post"})
OLD = "\n".join(f"line {number}" for number in range(12)) + "\nweight: 30"
NEW = OLD.replace("line 2", "line two").replace("weight: 30", "weight: 35\nnote: new")


def shown():
    """What the gallery shows."""
    return {
        "title": "部件",
        "form": GalleryForm({"title": "", "amount": "x", "kind": "a"}),
        "steps": steps([("公司", "/a"), ("组织", "/b"), ("店铺", ""), ("数据", "")], 1),
        "tabs": [Tab("全部", "/", True, 12), Tab("待确认", "/b", count=3), Tab("已退回", "/c")],
        "page": Paginator(["阿依古丽·买买提", "周岚", "王静"], 2).page(1),
        "found": [COLUMN, replace(COLUMN, place=Place("people.csv", 9), severity=Severity.WARNING)],
        "nothing": [],
        "lines": beside(OLD, NEW),
        "running": RUNNING,
        "failed": FAILED,
        "done": DONE,
        "limit": 20 * 2**20,
        "facts": FACTS,
        "entries": ENTRIES,
        "places": [(22, True), (31, True), (52, True), (67, False), (74, False), (94, False)],
        "values": [9, 10, 9, 11, 14, 31, None, 15, 11, 9.8],
    }


def gallery(request):
    """Every component."""
    template = (Path(__file__).parent / "templates" / "gallery.html").read_text("utf-8")
    return HttpResponse(engines["django"].from_string(template).render(shown(), request))


def confirm(request):
    """A confirmation as a page of its own."""
    asked = {"title": "归档方案“客服奖金”", "what": "归档后不再给新周期使用，历史结果不变。", "people": 14}
    shown = {**asked, "primary": "归档", "action": "/gallery/", "back": "/gallery/", "grave": True}
    return render(request, "shell/confirm_page.html", shown)
