"""Which file feeds which table, through which profile: sources.yaml, and the names of the files in facts/."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files as package_files
from pathlib import Path, PureWindowsPath
from typing import Any

from merit.facts.tables import TABLES
from merit.kernel.document import Document, PathIn
from merit.kernel.problems import Place, Problem, Severity
from merit.sources.conversion_windows import with_window
from merit.sources.documents import documents_of, read_documents
from merit.sources.files import is_readable, table_stem
from merit.sources.live.declared import fetch_name, sources_in
from merit.sources.live.source import FETCHED_FOLDER
from merit.sources.profile import ColumnRule, Constant, MappingProfile, Output, canonical_profile
from merit.sources.profile_file import read_profile
from merit.sources.recognised_files import is_part_of, profiles_of

SOURCES_FILE = "sources.yaml"
FACTS_FOLDER = "facts"
PROFILES_FOLDER = "profiles"
UPLOADS_FOLDER = "raw/uploads"
"""Where the desk keeps uploaded files; only patterns that name it take files from it."""
_FIELDS = ("files", "fetch", "profile", "table", "shop", "set", "only", "every", "window")
EVERY = ("day", "week", "month")
"""How often new data of a source are expected; it says when a source is late, and changes nothing that is read."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Files that are read through one profile; `names` are their paths as Problems show them."""

    profile: MappingProfile
    paths: tuple[Path, ...]
    names: tuple[str, ...]
    every: str = ""
    """How often new data are expected: one of EVERY, or empty where nobody said."""


def feeds_of(folder: Path) -> tuple[list[Feed], list[Problem]]:
    """What there is to read: the entries of sources.yaml in order, then what they leave of facts/; files by name."""
    reading = _Reading(folder)
    if (folder / SOURCES_FILE).is_file():
        documents, reading.problems = read_documents(folder / SOURCES_FILE, SOURCES_FILE)
        for document in documents:
            reading.declared(document)
        reading.problems += sources_in(documents)[1]
    left = [path for path in sorted((folder / FACTS_FOLDER).rglob("*")) if path not in reading.claimed]
    reading.canonical(left, Place(FACTS_FOLDER))
    return reading.feeds, reading.problems


def single_feed(profile: MappingProfile, settings: Mapping[str, str], path: Path, name: str) -> Feed:
    """One file through one profile, whatever sources.yaml says: to try a mapping before it is kept."""
    return Feed(_fitted(profile, settings, ()), (path,), (name,))


def own_profiles(folder: Path) -> tuple[dict[str, MappingProfile], list[Problem]]:
    """The profiles of the company folder by the name of their file in `profiles/`, without its ending."""
    reading = _Reading(folder)
    paths = sorted((folder / PROFILES_FOLDER).glob("*.yaml"))
    found = {path.stem: profile for path in paths if (profile := reading.own_profile(path)) is not None}
    return found, reading.problems


def files_among(feeds: Iterable[Feed], names: Collection[str]) -> list[Feed]:
    """The feeds with these files alone; an export cut into pieces stays whole when one of them is asked for."""
    kept: list[Feed] = []
    for feed in feeds:
        asked = [at for at, name in enumerate(feed.names) if is_part_of(name, names)]
        if asked and feed.profile.across_files:
            asked = list(range(len(feed.names)))
        if asked:
            paths, found = tuple(feed.paths[at] for at in asked), tuple(feed.names[at] for at in asked)
            kept.append(replace(feed, paths=paths, names=found))
    return kept


def shipped_profile_text(name: str) -> str:
    """The shipped profile as it is written. Raises FileNotFoundError."""
    return (package_files("merit.sources") / PROFILES_FOLDER / f"{name}.yaml").read_text("utf-8")


def shipped_profiles() -> dict[str, MappingProfile]:
    """The profiles that come with Merit, by name."""
    return dict(_shipped())


@cache
def _shipped() -> dict[str, MappingProfile]:
    folder = package_files("merit.sources") / PROFILES_FOLDER
    found: dict[str, MappingProfile] = {}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".yaml"):
            documents, problems = documents_of(file.read_text("utf-8"), f"profiles/{file.name}")
            for document in documents:
                profile, more = read_profile(document)
                problems += more
                if profile is None or problems:
                    raise ValueError(f"{file.name}: {problems}")
                found[profile.name] = profile
    return found


@dataclass(slots=True)
class _Reading:
    folder: Path
    feeds: list[Feed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    shipped: dict[str, MappingProfile] = field(default_factory=shipped_profiles)
    own: dict[str, MappingProfile | None] = field(default_factory=dict)
    claimed: set[Path] = field(default_factory=set)

    def declared(self, document: Document) -> None:
        entries = document.data.get("sources")
        if not isinstance(entries, list):
            self.problems.append(Problem("sources.no_sources_list", document.place()))
            return
        for index, entry in enumerate(entries):
            if isinstance(entry, dict):
                self.entry(document, entry, ("sources", index))
            else:
                self.problems.append(Problem("sources.no_sources_list", document.place("sources", index)))

    def entry(self, document: Document, entry: dict[str, Any], path: PathIn) -> None:
        place = document.place(*path)
        for name in entry.keys() - set(_FIELDS):
            known = ", ".join(_FIELDS)
            self.problems.append(
                Problem("sources.profile_field", document.place(*path, name), {"field": str(name), "known": known})
            )
        if entry.get("every") is not None and entry["every"] not in EVERY:
            params: dict[str, str | int] = {"text": str(entry["every"]), "choices": ", ".join(EVERY)}
            self.problems.append(Problem("sources.profile_choice", document.place(*path, "every"), params))
        found = self.fetched(entry, place) if "fetch" in entry else self.matching(entry.get("files"), place)
        if entry.get("table") is not None:
            table = TABLES.get(str(entry["table"]))
            if table is None:
                self.problems.append(Problem("sources.unknown_table", place, {"table": str(entry["table"])}))
                return
            self.feed(canonical_profile(table), found, entry, place)
        elif entry.get("profile") is not None:
            profile = self.profile(str(entry["profile"]), place)
            if profile is not None:
                self.feed(profile, found, entry, place)
        else:
            self.by_name_or_header(found, entry, place)

    def fetched(self, entry: dict[str, Any], place: Place) -> list[Path]:
        """The raw files that were fetched so far, oldest first."""
        name = fetch_name(entry)
        found = sorted(_glob(self.folder, f"{FETCHED_FOLDER}/{name}/*")) if name else []
        if name and not found:
            self.problems.append(Problem("sources.live_nothing_yet", place, {"name": name}, Severity.NOTE))
        self.claimed.update(found)
        return found

    def matching(self, patterns: Any, place: Place) -> list[Path]:
        """The files of the patterns, each once; a pattern that matches nothing or leads out of the folder is told."""
        found: dict[Path, None] = {}
        for pattern in patterns if isinstance(patterns, list) else [patterns]:
            if pattern and leads_out(str(pattern)):
                self.problems.append(Problem("sources.leads_out", place, {"path": str(pattern)}))
                continue
            matched = sorted(_glob(self.folder, str(pattern))) if pattern else []
            if not matched:
                self.problems.append(
                    Problem("sources.no_files", place, {"pattern": str(pattern or "")}, Severity.WARNING)
                )
            found.update(dict.fromkeys(matched))
        self.claimed.update(found)
        return list(found)

    def profile(self, name: str, place: Place) -> MappingProfile | None:
        if name in self.shipped:
            return self.shipped[name]
        if leads_out(name):
            self.problems.append(Problem("sources.leads_out", place, {"path": name}))
            return None
        path = self.folder / name
        if not path.is_file() and (self.folder / PROFILES_FOLDER / f"{name}.yaml").is_file():
            path = self.folder / PROFILES_FOLDER / f"{name}.yaml"
        if not path.is_file():
            known = ", ".join(self.shipped)
            self.problems.append(Problem("sources.unknown_profile", place, {"profile": name, "known": known}))
            return None
        return self.own_profile(path)

    def own_profile(self, path: Path) -> MappingProfile | None:
        name = _name_in(self.folder, path)
        if name not in self.own:
            documents, problems = read_documents(path, name)
            profile = None
            if documents:
                profile, more = read_profile(documents[0])
                problems += more
            self.own[name] = profile
            self.problems += problems
        return self.own[name]

    def by_name_or_header(self, found: list[Path], entry: dict[str, Any], place: Place) -> None:
        """Files in facts/ are canonical tables; the others are recognised by their headers."""
        facts = self.folder / FACTS_FOLDER
        self.canonical([path for path in found if facts in path.parents], place, entry)
        own = [self.own_profile(path) for path in sorted((self.folder / PROFILES_FOLDER).glob("*.yaml"))]
        profiles = [*(each for each in own if each), *self.shipped.values()]
        for path in found:
            if facts in path.parents or not path.is_file():
                continue
            name = _name_in(self.folder, path)
            found_in = profiles_of(path, name, profiles) or Problem("sources.not_recognised", Place(name))
            if isinstance(found_in, Problem):
                self.problems.append(found_in)
                continue
            for part, profile in found_in.items():
                self.feed(profile, [path], entry, place, part)

    def canonical(self, found: list[Path], place: Place, entry: Mapping[str, Any] | None = None) -> None:
        by_table: dict[str, list[Path]] = {}
        for path in found:
            if path.is_dir():
                continue
            table = path.parent.name if path.parent.name in TABLES else table_stem(path)
            if not is_readable(path):
                if not path.name.startswith((".", "~$")):
                    file = Place(_name_in(self.folder, path))
                    self.problems.append(Problem("sources.file_left_out", file, severity=Severity.NOTE))
            elif table not in TABLES:
                self.problems.append(
                    Problem("sources.unknown_table", Place(_name_in(self.folder, path)), {"table": table})
                )
            else:
                by_table.setdefault(table, []).append(path)
        for table, paths in by_table.items():
            self.feed(canonical_profile(TABLES[table]), paths, entry or {}, place)

    def feed(
        self, profile: MappingProfile, paths: list[Path], entry: Mapping[str, Any], place: Place, part: str = ""
    ) -> None:
        settings, only = entry.get("set") or {}, entry.get("only")
        if not isinstance(settings, dict):
            self.problems.append(Problem("sources.profile_shape", place, {"field": "set"}))
            settings = {}
        if entry.get("shop") is not None:
            settings = {**settings, "shop": entry["shop"]}
        wanted = tuple(map(str, only if isinstance(only, list) else [only])) if only else ()
        profile, wrong = with_window(profile, entry, place)
        self.problems += wrong
        fitted = _fitted(profile, {str(name): str(value) for name, value in settings.items()}, wanted)
        kept = [path for path in paths if path.is_file()]
        if kept and fitted.outputs:
            names = tuple(part or _name_in(self.folder, path) for path in kept)
            self.feeds.append(Feed(fitted, tuple(kept), names, str(entry.get("every") or "")))


def _fitted(profile: MappingProfile, settings: Mapping[str, str], only: tuple[str, ...]) -> MappingProfile:
    """The profile with constant columns set and only the wanted tables; rows of the others are skipped knowingly."""
    outputs = tuple(_with_settings(output, settings) for output in profile.outputs)
    if only:
        outputs = tuple(replace(each, unwanted=each.table.name not in only) for each in outputs)
    return replace(profile, outputs=outputs)


def _with_settings(output: Output, settings: Mapping[str, str]) -> Output:
    given = {name: ColumnRule(Constant(text)) for name, text in settings.items() if output.table.column(name)}
    return replace(output, columns={**output.columns, **given})


def leads_out(path: str) -> bool:
    """True for a path or pattern that may reach files outside the company folder."""
    return path.startswith(("/", "\\", "~")) or PureWindowsPath(path).anchor != "" or ".." in re.split(r"[/\\]", path)


def _glob(folder: Path, pattern: str) -> Iterator[Path]:
    try:
        found = sorted(folder.glob(pattern))
    except ValueError:  # a pattern that is none, such as a**b
        return
    for path in found:
        for each in path.rglob("*") if path.is_dir() else [path]:
            if not path.is_dir() or (each.is_file() and _is_meant(folder, each, pattern)):
                yield each


def _is_meant(folder: Path, path: Path, pattern: str) -> bool:
    """False for an uploaded or fetched file under a pattern such as raw/*: its own entry says how it is read."""
    return all(path.is_relative_to(folder / own) <= pattern.startswith(own) for own in (UPLOADS_FOLDER, FETCHED_FOLDER))


def _name_in(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()
