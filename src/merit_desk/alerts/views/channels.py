"""Where one hears of alerts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import viewer_of
from merit_desk.alerts.actions.channels import add_channel, own_channel, remove_channel
from merit_desk.alerts.actions.sending import begin_sending
from merit_desk.alerts.forms.channels import ChannelForm
from merit_desk.alerts.models import Channel, Way
from merit_desk.alerts.views.frame import tabs
from merit_desk.reminders.queries.mail import mail_is_set_up
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def channels(request: HttpRequest) -> HttpResponse:
    """One's own channels, and a new one."""
    viewer = viewer_of(request)
    form = ChannelForm(request.POST or None)
    made = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            _, made = add_channel(viewer, Way(given["way"]), given["name"], given["address"], given["secret"])
        except ConflictRefusal as refusal:
            form.add_error("address", say(refusal.code, **refusal.params))
        else:
            if not made:
                messages.success(request, say("alert.channel_added"))
                return redirect("alerts:channels")
            form = ChannelForm()
    shown = {
        "title": say("alert.tab.channels"),
        "here": "alerts",
        "tabs": tabs("channels"),
        "form": form,
        "made": made,
        "mail": mail_is_set_up(),
        "address": Account.objects.filter(pk=viewer.signer).values_list("email", flat=True).first(),
        "channels": [_line(each) for each in Channel.objects.filter(account_id=viewer.signer)],
    }
    return render(request, "alerts/channels.html", shown, status=422 if form.is_bound and form.errors else 200)


def _line(each: Channel) -> tuple[Channel, str, str]:
    failure = say(f"alert.failure.{each.failure}") if each.failure else ""
    return each, say(f"alert.way.{each.way}"), " ".join(filter(None, (failure, each.failed_with)))


@access(Need.SIGNED_IN)
@require_POST
def try_channel(request: HttpRequest, number: int) -> HttpResponse:
    """Send a trial; what comes of it stands beside the channel."""
    channel = own_channel(viewer_of(request), number)
    begin_sending(None, channel, timezone.now())
    messages.success(request, say("alert.trial_sent"))
    return redirect("alerts:channels")


@access(Need.SIGNED_IN)
@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take it away with its secret."""
    remove_channel(viewer_of(request), number)
    messages.success(request, say("alert.channel_removed"))
    return redirect("alerts:channels")
