"""Keeping a mapping as a profile of the company: checked by the core's own reader, kept as a version."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from merit.kernel.problems import Problem, has_errors
from merit.sources.documents import documents_of
from merit.sources.feeds import shipped_profile_text
from merit.sources.profile_file import read_profile
from merit.sources.profile_text import (
    ColumnMapping,
    Data,
    MappedColumn,
    mapping_data,
    profile_yaml,
    with_columns,
    with_names,
)
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.documents.actions import Change, write_documents
from merit_desk.documents.queries.current import Current, current


@dataclass(frozen=True, slots=True)
class Extension:
    """What is added to a profile: columns by table, headers under new names, headers knowingly left out."""

    columns: Mapping[str, Sequence[MappedColumn]] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    unused: Sequence[str] = ()


def keep_extension(viewer: Viewer, key: str, extension: Extension, title: str) -> tuple[str, list[Problem]]:
    """A profile with more columns: the company's own one anew, a shipped one as a copy. Its key, or the Problems."""
    viewer.require(Can.LOAD_DATA)
    own = key.startswith("profiles/")
    stem = _stem(key.removeprefix("profiles/").removesuffix(".yaml"))
    path = key if own else f"profiles/{stem}.yaml"
    now = current(path)
    text = now.text if own or now.text is not None else shipped_profile_text(key)
    documents, problems = documents_of(text or "", path)
    if problems or not documents:
        return "", problems
    data = with_names(documents[0].data, extension.renamed)
    data = with_columns(data, extension.columns, extension.unused)
    return _kept(viewer, now, data, "" if own else title)


def keep_mapping(viewer: Viewer, mapping: ColumnMapping) -> tuple[str, list[Problem]]:
    """A new profile. Its key, or the Problems."""
    viewer.require(Can.LOAD_DATA)
    return _kept(viewer, current(f"profiles/{_stem(mapping.name)}.yaml"), mapping_data(mapping), mapping.title)


def _kept(viewer: Viewer, now: Current, data: Data, title: str) -> tuple[str, list[Problem]]:
    stem = now.path.removeprefix("profiles/").removesuffix(".yaml")
    text = profile_yaml(data, stem, title)
    documents, problems = documents_of(text, now.path)
    if documents:
        problems += read_profile(documents[0])[1]
    if has_errors(problems) or not documents:
        return "", problems
    if text != now.text:
        write_documents(viewer, [Change(now.path, text, now.digest)], title or stem)
        record(viewer.account, "intake.mapping_kept", Subject("document", now.path), after={"title": title or stem})
    return now.path, []


def _stem(name: str) -> str:
    """A file name that the folder of profiles may hold: letters of the Latin alphabet, digits, dashes."""
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "_", name).strip("._-")
    return plain[:60] or "mapping"
