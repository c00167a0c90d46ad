"""What a supervisor and a monitor ask: is it alive, can it work, how much does it do."""

import hmac
from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

from merit_desk.accounts.access import Need, access
from merit_desk.operations.proxy import FORWARDED
from merit_desk.operations.queries.readiness import readiness


@access(Need.PUBLIC)
@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django passes it)
    """200 as long as the process answers."""
    return JsonResponse({"status": "ok"})


@access(Need.PUBLIC)
@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django passes it)
    """200 when requests can be sent here, else 503; the body says which part is missing and nothing else."""
    found = readiness()
    return JsonResponse(found, status=200 if all(found.values()) else 503)


@access(Need.PUBLIC)
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text for whoever holds the token, or asks from this machine itself; 404 for everybody else."""
    if not (_has_token(request) or _asks_from_here(request)):
        raise Http404
    answer: HttpResponse = ExportToDjangoView(request)
    return answer


def _has_token(request: HttpRequest) -> bool:
    wanted: str = settings.MERIT_METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())


def _asks_from_here(request: HttpRequest) -> bool:
    """Not through a proxy, whose own address is this machine's too."""
    if request.META.get(FORWARDED):
        return False
    try:
        return ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False
