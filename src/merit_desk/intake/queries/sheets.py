"""A workbook of which several sheets are known exports: all of them are read, each through its own profile."""

from dataclasses import dataclass

from merit.kernel.problems import Problem
from merit.sources.feeds import single_feed
from merit.sources.profile import MappingProfile
from merit.sources.recognised_files import profiles_of
from merit.sources.trial import SHOWN, Trial, try_feed
from merit_desk.intake.models import Upload
from merit_desk.intake.queries.places import company_folder, inside
from merit_desk.intake.queries.uploads import known_profiles, needs_shop
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say

EVERY_SHEET = "*"
"""Stands for a profile where each sheet goes by its own; sources.yaml then names none."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets that are known, by the names under which their rows are kept."""

    profiles: dict[str, MappingProfile]

    @property
    def key(self) -> str:
        """As the form sends it."""
        return EVERY_SHEET

    @property
    def title(self) -> str:
        """Every sheet and what it is."""
        return "；".join(
            f"{each.layout.sheet} → {each.title_in(current_language())}" for each in self.profiles.values()
        )

    @property
    def choice(self) -> str:
        """What the form calls it."""
        return say("intake.every_sheet", names="、".join(each.layout.sheet for each in self.profiles.values()))

    @property
    def need_shop(self) -> bool:
        """Whether somebody has to say whose file it is."""
        return any(map(needs_shop, self.profiles.values()))


def sheets_of(upload: Upload) -> Sheets | None:
    """None for a file of which no more than one sheet is known."""
    found = profiles_of(inside(upload.path), upload.path, [known.profile for known in known_profiles()])
    return None if isinstance(found, Problem) or len(found) < 2 else Sheets(found)


def trial_of_sheets(upload: Upload, sheets: Sheets, shop: str) -> Trial:
    """All sheets tried, without keeping anything; rejected rows and findings name their sheet."""
    company, folder = declared_company(), company_folder()
    settings = {"shop": shop} if shop else {}
    trials = [
        try_feed(company, folder, single_feed(profile, settings, inside(upload.path), name))
        for name, profile in sheets.profiles.items()
    ]
    taken: dict[str, int] = {}
    for table, count in (each for trial in trials for each in trial.taken.items()):
        taken[table] = taken.get(table, 0) + count
    return Trial(
        read=sum(each.read for each in trials),
        taken=taken,
        rejected=sum(each.rejected for each in trials),
        first_rejected=tuple(row for each in trials for row in each.first_rejected)[:SHOWN],
        problems=tuple(problem for each in trials for problem in each.problems),
        whole=all(each.whole for each in trials),
    )
