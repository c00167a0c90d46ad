"""axe-core on an open page, put in by the browser's own tools, so that the page's strict policy stays in force."""

from pathlib import Path

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GRAVE = ("serious", "critical")


def grave(page, where=""):
    """What axe calls serious or critical, each with the first element it concerns."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text("utf-8"))
    asked = {"runOnly": TAGS, "resultTypes": ["violations"]}
    found = page.evaluate("asked => axe.run(document, asked)", asked)["violations"]
    return [f"{where}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in found if each["impact"] in GRAVE]
