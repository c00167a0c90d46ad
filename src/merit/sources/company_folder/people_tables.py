"""people, teams, credits and posts: rows to what they declare; last days in the file become ends of half-open spans."""

from dataclasses import replace
from fractions import Fraction

from merit.people.credits import CreditShare
from merit.people.organisation import Spell, SpellStatus, Team, TeamKind
from merit.people.posts import Matter, Post
from merit.sources.company_folder.row import Row


def spell_of(row: Row) -> Spell:
    """One row of people."""
    return Spell(
        person=row.identifier("person"),
        name=row.needed("name"),
        post=row.needed("post"),
        team=row.identifier("team"),
        managers=_listed(row.text("manager")),
        start=row.needed_day("from"),
        end=row.end_after("to"),
        status=row.choice("status", SpellStatus, SpellStatus.REGULAR),
        bonus_base=row.amount("bonus_base"),
        wage=row.amount("wage"),
        source=row.source,
    )


def team_of(row: Row) -> Team:
    """One row of teams; without a kind, a team is one unless `with_kinds` finds better."""
    return Team(
        team=row.identifier("team"),
        name=row.needed("name"),
        parent=row.text("parent"),
        leader=row.text("leader"),
        kind=row.choice("kind", TeamKind, TeamKind.TEAM),
        start=row.day("from"),
        end=row.end_after("to"),
        source=row.source,
    )


def with_kinds(rows: list[Row], teams: tuple[Team, ...]) -> tuple[Team, ...]:
    """Where the kind cell is empty: the root is the company, a team right under it a department, others teams."""
    written = {row.source for row in rows if row.text("kind")}
    roots = {team.team for team in teams if not team.parent}
    return tuple(team if team.source in written else replace(team, kind=_kind(team, roots)) for team in teams)


def _kind(team: Team, roots: set[str]) -> TeamKind:
    if not team.parent:
        return TeamKind.COMPANY
    return TeamKind.DEPARTMENT if team.parent in roots else TeamKind.TEAM


def share_of(row: Row) -> CreditShare:
    """One row of credits; the share is the whole when the cell is empty."""
    share = row.number("share")
    return CreditShare(
        kind=row.needed("kind"),
        subject=row.identifier("subject"),
        person=row.identifier("person"),
        share=Fraction(1) if share is None else share,
        role=row.text("role"),
        start=row.day("from"),
        end=row.end_after("to"),
        source=row.source,
    )


def post_of(row: Row) -> Post:
    """One row of posts; responsibilities and authority are lists with `;` between."""
    title = {"zh": row.needed("name"), "en": row.text("name_en")}
    return Post(
        post=row.identifier("post"),
        title={language: name for language, name in title.items() if name},
        responsibilities=_listed(row.text("responsibilities")),
        authority=_listed(row.text("authority")),
        source=row.source,
    )


def matter_of(row: Row) -> Matter:
    """One row of matters; the posts are lists with `;` between."""
    return Matter(
        matter=row.needed("matter"),
        does=_listed(row.needed("does")),
        decides=_listed(row.text("decides")),
        told=_listed(row.text("told")),
        source=row.source,
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.replace("；", ";").split(";") if name.strip())
