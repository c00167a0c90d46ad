"""What somebody writes about somebody, on its way from a form or the API to its action."""

from dataclasses import dataclass

from merit_desk.talks.models import Audience, Kind


@dataclass(frozen=True, slots=True)
class Words:
    """What is written, for whom it is; `value` only of recognition, `token` the form's own."""

    kind: Kind
    text: str
    audience: Audience
    token: str
    value: str = ""
