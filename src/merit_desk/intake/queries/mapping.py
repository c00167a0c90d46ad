"""What a mapping starts from: likely columns by header, and where the new columns of a known export could go."""

from dataclasses import dataclass

from merit.facts.columns import FactTable
from merit.facts.tables import TABLES
from merit.sources.preview import FilePreview
from merit.sources.profile import MappingProfile
from merit.sources.raw_rows import plain_header
from merit.sources.recognition import Match, likely_table, usual_headers
from merit_desk.intake.queries.uploads import known_profiles

COLUMN, NAME = "column", "name"
"""What a new header may become: `column:orders.channel`, or `name:订单状态` where it is an old one renamed."""


@dataclass(frozen=True, slots=True)
class Free:
    """A column that the profile does not fill yet."""

    table: str
    column: str

    @property
    def key(self) -> str:
        """As the form sends it."""
        return f"{COLUMN}:{self.table}.{self.column}"


def table_for(preview: FilePreview, asked: str) -> FactTable:
    """The table asked for, else the likely one."""
    profiles = [known.profile for known in known_profiles()]
    return TABLES.get(asked) or likely_table(preview.header, profiles)


def guesses_for(preview: FilePreview, table: FactTable) -> dict[str, str]:
    """The column that a header usually feeds, each once."""
    usual = usual_headers(table, [known.profile for known in known_profiles()])
    found: dict[str, str] = {}
    for header in preview.header:
        column = usual.get(plain_header(header))
        if column and column not in found.values():
            found[header] = column
    return found


def free_columns(profile: MappingProfile) -> list[Free]:
    """The columns of the profile's tables that nothing feeds."""
    return [
        Free(output.table.name, column)
        for output in profile.outputs
        for column in output.table.names
        if column not in output.columns and column != "shop"
    ]


def guesses_of(match: Match, free: list[Free]) -> dict[str, str]:
    """Renamed columns under their old names; others by what a column is called."""
    usual = {
        plain: each.key
        for each in reversed(free)
        for plain, column in usual_headers(TABLES[each.table], [known.profile for known in known_profiles()]).items()
        if column == each.column
    }
    found = {header: usual[plain_header(header)] for header in match.new if plain_header(header) in usual}
    return found | {new: f"{NAME}:{old}" for old, new in match.renamed}
