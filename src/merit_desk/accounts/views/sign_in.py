"""The sign-in page: name and password, the company's own systems, and in the demo one account of each role."""

from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView

from merit_desk.accounts import demo
from merit_desk.accounts.queries.ways import demo_accounts, ways
from merit_desk.shell.sentences import say


class SignInView(LoginView):  # type: ignore[misc]
    """The library's view with what our page shows beside the form."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`next` goes on to the company's systems too."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        accounts = demo_accounts()
        return found | {
            "title": say("accounts.sign_in.title"),
            "ways": ways(self.request, next=get_next_redirect_url(self.request) or ""),
            "demo_accounts": accounts,
            "demo_password": demo.PASSWORD if accounts else "",
        }


sign_in = SignInView.as_view()
