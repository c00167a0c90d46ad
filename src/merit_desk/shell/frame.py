"""What the frame around every page needs."""

from django.http import HttpRequest

from merit_desk.shell.language import current_language


def frame(request: HttpRequest) -> dict[str, object]:
    """The language, its other one, and the address of this page in it."""
    language = current_language()
    other = "en" if language == "zh" else "zh"
    query = request.GET.copy()
    query["lang"] = other
    return {"language": language, "in_other_language": f"{request.path}?{query.urlencode()}"}
