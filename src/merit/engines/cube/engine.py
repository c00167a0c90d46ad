"""The embedded engine as the cube uses it: of every enriched relation only the columns that some measure needs."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from merit.catalogue.expression import Name, parts
from merit.catalogue.kpi import Measure
from merit.engines.embedded import DEFAULT_SETTINGS, EmbeddedEngine, EngineSettings, FactFiles

_ALWAYS = ("shop", "channel", "credit_day")


class CubeEngine(EmbeddedEngine):
    """One snapshot, open for building a cube of those measures.

    With `work_out=False` relations are not worked out beforehand: cheaper where only a few days are read.
    """

    def __init__(
        self,
        snapshot: FactFiles,
        relations: Mapping[str, Callable[[Callable[[str], Any]], Any]],
        measures: Iterable[Measure],
        settings: EngineSettings = DEFAULT_SETTINGS,
        work_out: bool = True,
    ) -> None:
        self._work_out = work_out
        needed = needed_columns(measures)
        narrow = {name: _only(build, needed.get(name, frozenset())) for name, build in relations.items()}
        super().__init__(snapshot, narrow, settings)

    def _worked_out(self, name: str, query: Any) -> Any:
        return super()._worked_out(name, query) if self._work_out else query


def needed_columns(measures: Iterable[Measure]) -> dict[str, frozenset[str]]:
    """Per relation, the columns that its measures speak of, are dated by and are credited by."""
    needed: dict[str, frozenset[str]] = {}
    for measure in measures:
        written = [each for each in (measure.value, measure.where) if each is not None]
        names = {part.id for each in written for part in parts(each) if isinstance(part, Name)}
        names |= {measure.at, f"{measure.at}_day", measure.credit.column, *_ALWAYS}
        needed[measure.relation] = needed.get(measure.relation, frozenset()) | names
    return needed


def _only(
    build: Callable[[Callable[[str], Any]], Any], columns: frozenset[str]
) -> Callable[[Callable[[str], Any]], Any]:
    def narrowed(tables: Callable[[str], Any]) -> Any:
        rows = build(tables)
        return rows.select(*(name for name in rows.columns if name in columns)) if columns else rows

    return narrowed
