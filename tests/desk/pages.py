"""What a test asks of a page: its text without tags, its links, and what a strict policy would refuse."""

import re
from html import unescape
from html.parser import HTMLParser


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.inline: list[str] = []
        self.opens: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attributes) -> None:
        found = dict(attributes)
        self.opens.append((tag, found))
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        self.inline += [f"{tag} {name}" for name in found if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in found and found.get("type") != "application/json"):
            self.inline.append(tag)


def parsed(response) -> _Page:
    """The page taken apart."""
    page = _Page()
    page.feed(response.content.decode())
    return page


def text(response) -> str:
    """What a reader sees, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def links(response, within: str = "/") -> list[str]:
    """Addresses on this site, each once, in the order of the page."""
    return [link for link in dict.fromkeys(parsed(response).links) if link.startswith(within)]
