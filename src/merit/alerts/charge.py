"""Who is in charge of a node on a day and hence hears of it; whether they may see a figure is asked elsewhere."""

from datetime import date

from merit.company import Company
from merit.kernel.node import Node, NodeKind
from merit.people.spells import covers, spell_on
from merit.people.tree import company_team, leader_of, managers_of, teams_above


def in_charge(company: Company, node: Node, day: date) -> tuple[str, ...]:
    """People, each once: of a person they and who is in charge of them, of a team its leader, of a shop who is credited
    for it. Where nobody is: the nearest leader above, at last the company's. Empty where nobody leads anything."""
    found = _nearest(company, node, day) or _head(company, day)
    return tuple(person for person in dict.fromkeys(found) if spell_on(company.organisation, person, day))


def contains(company: Company, whole: Node, part: Node, day: date) -> bool:
    """Whether `part` is inside `whole` on that day; shops and people are inside the company."""
    organisation = company.organisation
    if whole.kind is NodeKind.COMPANY:
        return part.kind is not NodeKind.COMPANY
    if whole.kind not in (NodeKind.DEPARTMENT, NodeKind.TEAM):
        return False
    if part.kind is NodeKind.PERSON:
        spell = spell_on(organisation, part.id, day)
        team = spell.team if spell is not None else ""
        return whole.id == team or whole.id in [each.team for each in teams_above(organisation, team, day)]
    return part.kind in (NodeKind.DEPARTMENT, NodeKind.TEAM) and whole.id in [
        each.team for each in teams_above(organisation, part.id, day)
    ]


def _nearest(company: Company, node: Node, day: date) -> list[str]:
    organisation = company.organisation
    match node.kind:
        case NodeKind.PERSON:
            return [node.id, *managers_of(organisation, node.id, day)]
        case NodeKind.TEAM | NodeKind.DEPARTMENT:
            line = [node.id, *(each.team for each in teams_above(organisation, node.id, day))]
            return [leader for team in line if (leader := leader_of(organisation, team, day))][:1]
        case NodeKind.SHOP | NodeKind.CHANNEL:
            shares = (each for each in company.credits if (each.kind, each.subject) == (str(node.kind), node.id))
            return sorted({each.person for each in shares if covers(each.start, each.end, day)})
        case NodeKind.COMPANY:
            return []


def _head(company: Company, day: date) -> list[str]:
    root = company_team(company.organisation, day)
    leader = leader_of(company.organisation, root.team, day) if root is not None else None
    return [leader] if leader else []
