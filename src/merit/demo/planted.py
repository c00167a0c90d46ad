"""Stories planted once the facts are drawn: they change the rows of the story and leave all others as they are."""

from dataclasses import dataclass, replace

import numpy as np

from merit.demo.conversations import Agents, Conversations
from merit.demo.credit_shares import account_of
from merit.demo.orders import Orders
from merit.demo.people import Place, Staff
from merit.demo.setting import DAY, NEVER, Flags, Ints, Setting, moment

SELF_BUYER: Place = ("cs_b", "cs_agent", 4)
"""Places orders of their own through two accounts in the last two weeks of the last month."""
SELF_BUYER_SHOP = 2
SELF_BUYER_ACCOUNTS = 2
SELF_BUYER_FIRST_DAY = 16
SELF_BOUGHT = 14
PICKY_AGENT: Place = ("cs_b", "cs_agent", 1)
"""For three months asks only contented buyers for a rating."""
PICKY_MONTHS = 3
_UNHAPPY_ASKED, _HAPPY_LEFT_OUT = 6, 3
"""One in so many of those discontented or back again is asked all the same; one in so many of the contented is not."""


@dataclass(frozen=True, slots=True)
class Service:
    """The service desk after the stories: who answered, and every conversation."""

    agents: Agents
    talks: Conversations
    self_bought: Ints
    """Orders that an agent placed with themselves."""
    choosing: Flags
    """Conversations of the agent who chooses whom to ask, in the months in which they do."""


def with_stories_of_service(
    setting: Setting, staff: Staff, orders: Orders, answered: tuple[Agents, Conversations]
) -> tuple[Orders, Service]:
    """Some sales of an agent become those of two accounts at one address, and another chooses whom to ask for a rating.

    Sums and days of the orders stay as they are.
    """
    agents, talks = answered
    own = agents.account.index(account_of(staff, SELF_BUYER))
    since = moment(setting.end.start) + (SELF_BUYER_FIRST_DAY - 1) * DAY
    led = talks.presale & (talks.order >= 0) & (talks.agent == own) & (talks.shop == SELF_BUYER_SHOP)
    talk = np.flatnonzero(led & (talks.started >= since))
    talk = talk[~np.isin(talks.order[talk], talks.order[talks.agent != own])]
    talk = talk[np.unique(talks.order[talk], return_index=True)[1]][: max(4, setting.monthly(SELF_BOUGHT))]
    bought = talks.order[talk]
    free = int(orders.buyer[orders.shop == SELF_BUYER_SHOP].max()) + 1
    account = free + np.arange(len(bought)) % SELF_BUYER_ACCOUNTS
    buyer, returning, region = orders.buyer.copy(), orders.returning.copy(), orders.region.copy()
    buyer[bought] = account
    returning[bought] = np.arange(len(bought)) >= SELF_BUYER_ACCOUNTS
    region[bought] = region[bought[:1]]
    about = np.isin(talks.order, bought)
    asked = np.where(about, buyer[np.where(about, talks.order, 0)], talks.buyer)
    changed = replace(orders, buyer=buyer, returning=returning, region=region)
    choosing = _choosing(setting, staff, agents, talks)
    return changed, Service(agents, _asked_by_choice(replace(talks, buyer=asked), choosing), bought, choosing)


def _choosing(setting: Setting, staff: Staff, agents: Agents, talks: Conversations) -> Flags:
    since = moment(setting.month(min(PICKY_MONTHS, setting.months) - 1).start)
    own = agents.account.index(account_of(staff, PICKY_AGENT))
    found: Flags = (talks.agent == own) & (talks.started >= since)
    return found


def _asked_by_choice(talks: Conversations, choosing: Flags) -> Conversations:
    """Most of the discontented buyers of the agent are not asked any more, and some of the others neither."""
    place = np.arange(len(talks.shop))
    asked = choosing & (talks.rated >= 0)
    unhappy = asked & ((talks.rating < 4) | talks.reopened) & (place % _UNHAPPY_ASKED != 0)
    left_out = unhappy | (asked & (talks.rating >= 4) & (place % _HAPPY_LEFT_OUT == 1))
    rated, rating = np.where(left_out, NEVER, talks.rated), np.where(left_out, 0, talks.rating)
    return replace(talks, rated=rated, rating=rating)


def contented_instead(chosen: Ints, service: Service) -> Ints:
    """The conversations to invite, with those of the choosing agent replaced by their next contented one."""
    content = np.flatnonzero(service.choosing & (service.talks.rating >= 4))
    if not len(content):
        return chosen
    following = content[np.minimum(np.searchsorted(content, chosen), len(content) - 1)]
    return np.where(service.choosing[chosen], following, chosen)
