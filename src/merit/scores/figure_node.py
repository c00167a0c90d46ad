"""Whose figure "of: person, team, department or company" means for somebody on a day."""

from datetime import date

from merit.kernel.node import COMPANY, Node, NodeKind, person_node
from merit.people.organisation import Organisation, Spell, TeamKind
from merit.people.tree import department_of, team_on
from merit.scores.plan.score_plan import FigureOf


def node_around(of: FigureOf, spell: Spell, day: date, organisation: Organisation) -> Node:
    """A team that is itself a department or the company is read as that; outside all departments, the company."""
    match of:
        case FigureOf.PERSON:
            return person_node(spell.person)
        case FigureOf.COMPANY:
            return COMPANY
        case FigureOf.DEPARTMENT:
            department = department_of(organisation, spell.team, day)
            return Node(NodeKind.DEPARTMENT, department.team) if department else COMPANY
        case FigureOf.TEAM:
            here = team_on(organisation, spell.team, day)
            kind = here.kind if here else TeamKind.TEAM
            return COMPANY if kind is TeamKind.COMPANY else Node(NodeKind(kind), spell.team)
