"""The four ways in which Merit refuses a request. Findings about data are Problems, not exceptions."""


class Refusal(Exception):
    """A request that cannot be carried out. `code` has a sentence in each language; `params` fill its gaps."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class NotFoundRefusal(Refusal):
    """There is no such thing, or the asker may not know of it."""


class NotAllowedRefusal(Refusal):
    """The asker may know of it but may not do this."""


class ConflictRefusal(Refusal):
    """The thing has changed or is in a state that does not permit this."""


class PeriodClosedRefusal(Refusal):
    """The period is sealed; corrections are new entries in an open period."""
