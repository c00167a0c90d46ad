"""Uploaded files, what they look like, and which profiles read them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from merit.kernel.problems import Problem
from merit.kernel.refusals import NotFoundRefusal
from merit.sources.feeds import own_profiles, shipped_profiles, single_feed
from merit.sources.preview import FilePreview, preview_file
from merit.sources.profile import MappingProfile
from merit.sources.recognition import Match, match_profile, match_profiles
from merit.sources.trial import Trial, try_feed
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.intake.models import Upload
from merit_desk.intake.queries.places import company_folder, inside
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.language import current_language


@dataclass(frozen=True, slots=True)
class Known:
    """A profile that a file can be read by. `key` is what sources.yaml calls it."""

    key: str
    profile: MappingProfile
    own: bool

    @property
    def title(self) -> str:
        """What people call it."""
        return self.profile.title_in(current_language())


@dataclass(frozen=True, slots=True)
class Recognised:
    """A profile that reads a file, or nearly does."""

    known: Known
    match: Match


def uploads_visible_to(viewer: Viewer) -> QuerySet[Upload]:
    """Latest first; nothing for somebody who may not see the sources."""
    every = Upload.objects.select_related("uploaded_by").order_by("-uploaded_at")
    return every if viewer.can(Can.SEE_SOURCES) else every.none()


def upload_of(viewer: Viewer, number: int) -> Upload:
    """Raises NotFoundRefusal for a file that is not there or that the viewer may not see."""
    found = uploads_visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return found


def known_profiles() -> list[Known]:
    """The company's own profiles first, then the shipped ones."""
    own, _ = own_profiles(company_folder())
    mine = [Known(f"profiles/{stem}.yaml", profile, own=True) for stem, profile in own.items()]
    return mine + [Known(name, profile, own=False) for name, profile in shipped_profiles().items()]


def profile_by_key(key: str) -> Known | None:
    """The profile that sources.yaml calls so."""
    return next((known for known in known_profiles() if known.key == key), None)


def preview_of(upload: Upload, sheet: str = "", header_at: int = 0) -> FilePreview:
    """The first rows; personal columns are hidden."""
    return preview_file(inside(upload.path), sheet, header_at)


def recognised_for(preview: FilePreview) -> list[Recognised]:
    """Profiles that read the file, then near misses; the best first, the company's own before shipped ones."""
    known = {id(each.profile): each for each in known_profiles()}
    matches = match_profiles(preview.header, [each.profile for each in known.values()])
    return [Recognised(known[id(match.profile)], match) for match in matches]


def match_of(preview: FilePreview, known: Known) -> Match:
    """How one profile fits."""
    return match_profile(preview.header, known.profile)


def trial_of(upload: Upload, known: Known, shop: str) -> Trial:
    """The file through the profile, without keeping anything."""
    settings = {"shop": shop} if shop else {}
    feed = single_feed(known.profile, settings, inside(upload.path), upload.path)
    return try_feed(declared_company(), company_folder(), feed)


def needs_shop(profile: MappingProfile) -> bool:
    """Whether somebody has to say whose file it is."""
    return any(
        "shop" not in output.columns and output.table.column("shop") is not None and "shop" in _required(output.table)
        for output in profile.outputs
    )


def _required(table: object) -> set[str]:
    return {column.name for column in getattr(table, "columns", ()) if column.required}


def shops() -> list[tuple[str, str]]:
    """Id and name of every shop."""
    return [(shop.shop, shop.name) for shop in declared_company().shops]


def usual_shop(profile: str) -> str:
    """The shop of the last file that was read so, or the only one there is."""
    last = Upload.objects.filter(profile=profile).exclude(shop="").order_by("-uploaded_at").first()
    known = [shop for shop, _ in shops()]
    if last is not None and last.shop in known:
        return last.shop
    return known[0] if len(known) == 1 else ""


def worth_telling(trial: Trial) -> list[Problem]:
    """The findings about the file as a whole; those of single rows stand in the rejected rows."""
    return [problem for problem in trial.problems if problem.place.line == 0]
