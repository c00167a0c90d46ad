"""Is reward in proportion: unequal results paid alike, rewards too small to matter, rewards that cost too much.

Every flag comes with its figures and the threshold that it crossed. Flags are for people to look at; they change
nothing. Amounts are exact, in units of the currency, over the periods looked at.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from merit.insight.effect.rank_relation import RankRelation, rank_relation
from merit.kernel.exact import fixed, plain
from merit.kernel.problems import Place, Problem, Severity

HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Limits:
    """What counts as alike, small and too little; shares are of 1."""

    alike: Fraction = Fraction(5, 100)
    """Two rewards are alike when they differ by at most this share of the larger."""
    far_apart: Fraction = Fraction(20)
    """Two results are far apart from this many points on."""
    small: Fraction = Fraction(5, 100)
    """A reward below this share of the wage is too small to be felt."""
    narrow: Fraction = Fraction(5, 100)
    """Best and worst must be paid apart by at least this share of the wage."""
    fewest: int = 5
    """Audiences of fewer people are not compared best with worst."""


DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Rewarded:
    """One person: for whom the reward is (`audience`, people of one are comparable), result in points, reward, wage."""

    person: str
    audience: str
    result: Fraction
    reward: Fraction
    wage: Fraction | None = None
    """Of the same periods; None when it is not known."""
    contribution: Fraction | None = None
    """What the person brought, by whatever measure the company chose."""


@dataclass(frozen=True, slots=True)
class PaidAlike:
    """Equal reward for unequal result: `better` did far better than `worse` and is paid about the same."""

    better: Rewarded
    worse: Rewarded
    limits: Limits

    @property
    def points_apart(self) -> Fraction:
        """How much better."""
        return self.better.result - self.worse.result

    @property
    def problem(self) -> Problem:
        """In words."""
        return _flag(
            "insight.paid_alike",
            better=self.better.person,
            worse=self.worse.person,
            points=plain(self.points_apart, 2),
            better_result=fixed(self.better.result, 2),
            worse_result=fixed(self.worse.result, 2),
            better_reward=fixed(self.better.reward, 2),
            worse_reward=fixed(self.worse.reward, 2),
            alike=percent(self.limits.alike),
            far_apart=plain(self.limits.far_apart),
        )


@dataclass(frozen=True, slots=True)
class TooSmall:
    """The median reward of the audience is below the stated share of the wage."""

    audience: str
    people: int
    share: Fraction
    """Median of reward ÷ wage."""
    limits: Limits

    @property
    def problem(self) -> Problem:
        """In words."""
        share, small = percent(self.share), percent(self.limits.small)
        return _flag("insight.reward_too_small", plan=self.audience, count=self.people, share=share, small=small)


@dataclass(frozen=True, slots=True)
class TooNarrow:
    """The best fifth is paid hardly more than the worst fifth."""

    audience: str
    best: Fraction
    """Mean reward of the fifth with the best results."""
    worst: Fraction
    share: Fraction
    """(best − worst) ÷ mean wage."""
    limits: Limits

    @property
    def problem(self) -> Problem:
        """In words."""
        return _flag(
            "insight.reward_too_narrow",
            plan=self.audience,
            best=fixed(self.best, 2),
            worst=fixed(self.worst, 2),
            share=percent(self.share),
            narrow=percent(self.limits.narrow),
        )


@dataclass(frozen=True, slots=True)
class CostAndYield:
    """Cost of a reward and the contribution before rewards, with and without it, over comparable periods or people."""

    reward: str
    cost_with: Fraction
    cost_without: Fraction
    brought_with: Fraction
    brought_without: Fraction

    @property
    def added_cost(self) -> Fraction:
        """What the reward costs more."""
        return self.cost_with - self.cost_without

    @property
    def added_contribution(self) -> Fraction:
        """What came in more. That the reward caused it is not proved by this."""
        return self.brought_with - self.brought_without

    @property
    def net(self) -> Fraction:
        """Below zero: it costs more than it brings."""
        return self.added_contribution - self.added_cost

    @property
    def problem(self) -> Problem | None:
        """In words, where it costs more than it brings."""
        if self.added_cost <= 0 or self.net >= 0:
            return None
        return _flag(
            "insight.costs_more_than_it_brings",
            reward=self.reward,
            cost=fixed(self.added_cost, 2),
            brought=fixed(self.added_contribution, 2),
            short=fixed(-self.net, 2),
        )


def paid_alike(people: Iterable[Rewarded], limits: Limits = DEFAULT, most: int = 20) -> list[PaidAlike]:
    """The widest contrast of each person with somebody of about the same reward, the widest first, at most `most`."""
    found: dict[tuple[str, str], PaidAlike] = {}
    for group in _by_audience(people).values():
        for one, other in _contrasts(sorted(group, key=lambda each: (each.reward, each.person)), limits.alike):
            better, worse = (one, other) if one.result >= other.result else (other, one)
            if better.result - worse.result >= limits.far_apart:
                found[better.person, worse.person] = PaidAlike(better, worse, limits)
    ordered = sorted(found.values(), key=lambda each: (-each.points_apart, each.better.person, each.worse.person))
    return ordered[:most]


def too_small(people: Iterable[Rewarded], limits: Limits = DEFAULT) -> list[TooSmall]:
    """By audience; people without a known wage are left out, and so is an audience that nobody promised anything."""
    flags = []
    for audience, group in sorted(_by_audience(people).items()):
        shares = [each.reward / each.wage for each in group if each.wage]
        if any(shares) and (middle := median(shares)) < limits.small:
            flags.append(TooSmall(audience, len(shares), middle, limits))
    return flags


def too_narrow(people: Iterable[Rewarded], limits: Limits = DEFAULT) -> list[TooNarrow]:
    """By audience of at least `fewest` people whose results differ."""
    flags = []
    for audience, group in sorted(_by_audience(people).items()):
        known = sorted((each for each in group if each.wage), key=lambda each: (-each.result, each.person))
        if len(known) < limits.fewest or known[0].result == known[-1].result:
            continue
        fifth = max(len(known) // 5, 1)
        best, worst = (_mean([each.reward for each in some]) for some in (known[:fifth], known[-fifth:]))
        share = (best - worst) / _mean([each.wage for each in known if each.wage])
        if share < limits.narrow:
            flags.append(TooNarrow(audience, best, worst, share, limits))
    return flags


def reward_follows_contribution(people: Iterable[Rewarded]) -> RankRelation:
    """Rank correlation of reward with contribution (of those for whom it is known), with its 95 % interval."""
    known = [(float(each.reward), float(each.contribution)) for each in people if each.contribution is not None]
    return rank_relation([reward for reward, _ in known], [brought for _, brought in known])


def disproportions(
    people: Sequence[Rewarded], costs: Sequence[CostAndYield] = (), limits: Limits = DEFAULT
) -> list[Problem]:
    """All flags in words."""
    flags = [each.problem for each in paid_alike(people, limits)]
    flags += [each.problem for each in too_small(people, limits)]
    flags += [each.problem for each in too_narrow(people, limits)]
    return flags + [each.problem for each in costs if each.problem is not None]


def percent(share: Fraction) -> str:
    """0.053 is "5.3%"."""
    return f"{plain(share * HUNDRED, 1)}%"


def _by_audience(people: Iterable[Rewarded]) -> Mapping[str, list[Rewarded]]:
    groups: dict[str, list[Rewarded]] = {}
    for each in people:
        groups.setdefault(each.audience, []).append(each)
    return groups


def _contrasts(rising: Sequence[Rewarded], alike: Fraction) -> Iterator[tuple[Rewarded, Rewarded]]:
    """Each person with the lowest and the highest result among those paid alike and not more, in one pass."""
    lowest: deque[Rewarded] = deque()
    highest: deque[Rewarded] = deque()
    for each in rising:
        least = each.reward - alike * abs(each.reward)
        for window, sign in ((lowest, 1), (highest, -1)):
            while window and window[0].reward < least:
                window.popleft()
            if window:
                yield window[0], each
            while window and sign * window[-1].result >= sign * each.result:
                window.pop()
            window.append(each)


def _mean(numbers: Sequence[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0)) / len(numbers)


def _flag(code: str, **params: str | int) -> Problem:
    return Problem(code, Place("rewards"), params, Severity.WARNING)
