"""What the frame around every page says about the company: its name, its periods, and how recent the data are."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from merit.company import Company
from merit.kernel.refusals import Refusal
from merit_desk.results.queries.now import newest_load
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.formats import moment_name


def company_frame(request: HttpRequest) -> dict[str, object]:
    """Empty names where the folder cannot be read, so that an error page still has its frame."""
    periods = periods_run()
    asked = request.resolver_match.kwargs.get("period") if request.resolver_match else None
    period = asked if asked in periods else periods[0] if periods else ""
    try:
        company = declared_company()
    except Refusal:
        return {"periods": periods, "frame_period": period, "company_name": "", "data_as_of": ""}
    return {
        "periods": periods,
        "frame_period": period,
        "company_name": company.profile.name,
        "data_as_of": local_moment(company, newest_load()),
    }


def local_moment(company: Company, as_of: str) -> str:
    """The moment on the company's own clock."""
    if not as_of:
        return ""
    return moment_name(datetime.fromisoformat(as_of).astimezone(ZoneInfo(company.profile.time_zone)))
