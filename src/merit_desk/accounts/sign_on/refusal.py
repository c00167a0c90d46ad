"""Why the company's sign-in system did not let somebody in, as a sentence."""

from allauth.socialaccount.providers.oauth2.client import OAuth2Error


class SignOnRefused(OAuth2Error):  # type: ignore[misc]
    """Shown on the page “not signed in”. `code` is a sentence, `gaps` fills it; neither holds a token or a secret."""

    def __init__(self, code: str, **gaps: object) -> None:
        super().__init__(code)
        self.code = code
        self.gaps = gaps
