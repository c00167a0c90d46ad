"""How the names of a dbt project and those of Merit's tables go together."""

from dataclasses import dataclass, field

from merit.catalogue.relations import RELATIONS
from merit.kernel.document import Document
from merit.kernel.problems import Place, Problem
from merit.kernel.refusals import ConflictRefusal
from merit.sources.metricflow.part import Part


@dataclass(frozen=True, slots=True)
class Mapping:
    """`tables`: dbt model to Merit table; `columns`: per Merit table, dbt column or `entity__dimension` to column."""

    tables: dict[str, str] = field(default_factory=dict)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    conversions: dict[str, str] = field(default_factory=dict)
    """Conversion metric to the yes-or-no column of the base table that says whether the row was converted."""

    def table(self, model: str) -> str:
        """The Merit table of that dbt model, or empty."""
        return self.tables.get(model, model if model in RELATIONS else "")

    def column(self, table: str, name: str) -> str:
        """The column of a Merit table, or empty."""
        found = self.columns.get(table, {}).get(name, name)
        return found if found in RELATIONS[table].columns else ""


def read_mapping(documents: list[Document], tables: list[str]) -> tuple[Mapping, list[Problem]]:
    """The mapping files, and `orders=fct_orders` from the command line, which counts more.

    Raises ConflictRefusal for a `tables` entry of another form.
    """
    mapping, problems = Mapping(), list[Problem]()
    for document in documents:
        top = Part(document, document.data, (), problems)
        top.only("tables", "columns", "conversions")
        mapping.tables.update({str(dbt): str(ours) for dbt, ours in top.inside("tables").data.items()})
        mapping.conversions.update({str(dbt): str(ours) for dbt, ours in top.inside("conversions").data.items()})
        columns = top.inside("columns")
        for table in columns.data:
            named = columns.inside(str(table)).data
            mapping.columns.setdefault(str(table), {}).update({str(dbt): str(ours) for dbt, ours in named.items()})
    for each in tables:
        ours, equals, dbt = each.partition("=")
        if not equals or not ours.strip() or not dbt.strip():
            raise ConflictRefusal("sources.metricflow_table_option", text=each)
        mapping.tables[dbt.strip()] = ours.strip()
    place = documents[0].place("tables") if documents else Place()
    wrong = [each for each in (*mapping.tables.values(), *mapping.columns) if each not in RELATIONS]
    known = ", ".join(sorted(RELATIONS))
    problems += [
        Problem("sources.metricflow_no_table", place, {"table": each, "known": known}) for each in dict.fromkeys(wrong)
    ]
    return mapping, problems
