"""Webhooks and their deliveries, for those who look after integration."""

from django.db.models import QuerySet

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.api.models import Delivery, Webhook


def webhooks_of(viewer: Viewer) -> QuerySet[Webhook]:
    """Those in use. Raises NotFoundRefusal for everybody else."""
    viewer.require(Can.INTEGRATE)
    return Webhook.objects.filter(removed_at=None).order_by("pk")


def webhook_of(viewer: Viewer, number: int) -> Webhook:
    """Raises NotFoundRefusal for a webhook that is not there."""
    found = webhooks_of(viewer).filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return found


def deliveries_of(viewer: Viewer, number: int) -> QuerySet[Delivery]:
    """Messages to one webhook, latest first."""
    return Delivery.objects.filter(webhook=webhook_of(viewer, number)).order_by("-pk")


def delivery_of(viewer: Viewer, number: int) -> Delivery:
    """Raises NotFoundRefusal for a message that is not there."""
    found = Delivery.objects.select_related("webhook").filter(pk=number, webhook__in=webhooks_of(viewer)).first()
    if found is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return found
