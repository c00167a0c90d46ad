"""A confirmed minimum wage, written into the company's guards.yaml beside everything that stands there."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import yaml

from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.documents.actions.write import Change, write_documents
from merit_desk.documents.queries.current import current

FILE = "guards.yaml"


@dataclass(frozen=True, slots=True)
class Wage:
    """The monthly minimum wage of a region from a day on, and where it was read."""

    region: str
    name: str
    valid_from: date
    monthly: Decimal
    source: str


def add_minimum_wage(viewer: Viewer, wage: Wage, seen: str) -> None:
    """Add the row as a document of its own. `seen` is the digest of the file that was read.

    Raises StaleEdit when somebody changed the file meanwhile.
    """
    viewer.require(Can.EDIT_DEFINITIONS)
    now = current(FILE)
    row = {"region": wage.region, "names": [wage.name] if wage.name else [], "valid_from": wage.valid_from}
    document = {"table": "minimum_wages", "rows": [{**row, "monthly": f"{wage.monthly:.2f}", "basis": wage.source}]}
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
    whole = f"{now.text.rstrip()}\n---\n{text}" if now.text and now.text.strip() else text
    write_documents(viewer, [Change(FILE, whole, seen)], wage.source)
    after = {name: str(getattr(wage, name)) for name in ("region", "valid_from", "monthly", "source")}
    record(viewer.account, "compliance.wage_confirmed", Subject("document", FILE), after=after)
