"""What the frame around every page needs: language and theme, and this page's address in the other ones."""

from django.http import HttpRequest

from merit_desk.shell.language import current_language
from merit_desk.shell.theme import current_theme


def frame(request: HttpRequest) -> dict[str, object]:
    """The language and its other one; the theme chosen, empty for the system's."""
    language = current_language()
    other = "en" if language == "zh" else "zh"
    return {
        "language": language,
        "theme": current_theme(request),
        "in_other_language": _with(request, "lang", other),
        "in_light": _with(request, "theme", "light"),
        "in_dark": _with(request, "theme", "dark"),
    }


def _with(request: HttpRequest, name: str, value: str) -> str:
    query = request.GET.copy()
    query[name] = value
    return f"{request.path}?{query.urlencode()}"
