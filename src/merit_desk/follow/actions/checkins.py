"""A week's report: saved by itself while it is written, sent to the manager, taken back, answered."""

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from merit.follow.checkin import CHECK_IN, CheckInMove, CheckInState, Confidence
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.follow.actions.telling import tell_person
from merit_desk.follow.given import Words
from merit_desk.follow.models import Answer, CheckIn
from merit_desk.follow.queries.reach import checkin_of, managers_on, parties_of_checkin
from merit_desk.follow.queries.report import figures_now
from merit_desk.follow.queries.weeks import Week, week_named


class StaleReport(ConflictRefusal):
    """It was saved from another window meanwhile: `theirs` is what stands there now."""

    def __init__(self, theirs: CheckIn) -> None:
        super().__init__("follow.report_stale")
        self.theirs = theirs


def save_report(viewer: Viewer, week: str, words: Words, version: int) -> CheckIn:
    """Keep the draft; `version` is 0 for the first time. Not on the trail: a draft is its author's alone.

    Raises NotFoundRefusal without a person or for no week, ConflictRefusal for a week to come and for a report that
    was sent, StaleReport when another window saved it meanwhile.
    """
    named = _week(viewer, week)
    with transaction.atomic():
        found = CheckIn.objects.select_for_update().filter(person=viewer.person, week=named.code).first()
        if found is None:
            return _first(viewer, named, words)
        found.state = CHECK_IN.after(CheckInState(found.state), CheckInMove.SAVE, parties_of_checkin(viewer, found))
        if found.version != version:
            raise StaleReport(found)
        _put(found, words)
        found.version += 1
        found.save()
    return found


def send_report(viewer: Viewer, week: str, words: Words, version: int) -> CheckIn:
    """Save it and send it with the figures as they stand. Raises as `save_report`, ConflictRefusal when it is empty."""
    if not any(text.strip() for text in (words.went_well, words.stuck, words.plans, words.help_needed)):
        raise ConflictRefusal("follow.report_empty")
    figures = figures_now(viewer, _week(viewer, week))
    with transaction.atomic():
        report = save_report(viewer, week, words, version)
        report.state = CHECK_IN.after(CheckInState(report.state), CheckInMove.SEND, parties_of_checkin(viewer, report))
        report.sent_at, report.figures = timezone.now(), figures
        report.save()
        _on_trail(viewer, report, CheckInMove.SEND)
        for manager in managers_on(report.person, viewer.today):
            tell_person(viewer, manager, "notice.checkin_send", address_of(report), week=report.week)
    return report


def take_report_back(viewer: Viewer, number: int) -> CheckIn:
    """Make it a draft again while nobody has answered."""
    with transaction.atomic():
        report = _locked(viewer, number)
        moved = CHECK_IN.after(CheckInState(report.state), CheckInMove.TAKE_BACK, parties_of_checkin(viewer, report))
        report.state, report.sent_at, report.figures = moved, None, {}
        report.version += 1
        report.save()
        _on_trail(viewer, report, CheckInMove.TAKE_BACK)
    return report


def answer_report(viewer: Viewer, number: int, text: str) -> CheckIn:
    """Answer. Raises ConflictRefusal without words, and as every step."""
    with transaction.atomic():
        report = _locked(viewer, number)
        moved = CHECK_IN.after(CheckInState(report.state), CheckInMove.ANSWER, parties_of_checkin(viewer, report))
        if not text.strip():
            raise ConflictRefusal("follow.words_missing")
        Answer.objects.create(checkin=report, account_id=viewer.signer, person=viewer.person, text=text.strip())
        report.state = moved
        report.save(update_fields=["state"])
        _on_trail(viewer, report, CheckInMove.ANSWER)
        tell_person(viewer, report.person, "notice.checkin_answer", address_of(report), week=report.week)
    return report


def address_of(report: CheckIn) -> str:
    """Where it is read."""
    return reverse("follow:checkin", args=(report.pk,))


def _week(viewer: Viewer, code: str) -> Week:
    week = week_named(code)
    if week is None or not viewer.person:
        raise NotFoundRefusal("follow.no_such_report")
    if week.period.start > viewer.today:
        raise ConflictRefusal("follow.week_to_come")
    return week


def _first(viewer: Viewer, week: Week, words: Words) -> CheckIn:
    report = CheckIn(person=viewer.person, week=week.code)
    _put(report, words)
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:
        raise StaleReport(CheckIn.objects.get(person=viewer.person, week=week.code)) from None
    return report


def _put(report: CheckIn, words: Words) -> None:
    known = set(map(str, Confidence))
    for name in ("went_well", "stuck", "plans", "help_needed"):
        setattr(report, name, getattr(words, name))
    if words.confidence is not None:
        report.confidence = {key: each for key, each in words.confidence.items() if each in known}


def _locked(viewer: Viewer, number: int) -> CheckIn:
    return CheckIn.objects.select_for_update().get(pk=checkin_of(viewer, number).pk)


def _on_trail(viewer: Viewer, report: CheckIn, move: CheckInMove) -> None:
    subject = Subject("report", f"{report.week}/{report.person}")
    record(viewer.account, f"follow.checkin_{move}", subject, after={"state": str(report.state)})
