"""What recognition remembers: honours, welfare points, option grants, and what people value."""

from merit_desk.recognition.models.equity import OptionGrant
from merit_desk.recognition.models.honours import Award, Honour, Nomination
from merit_desk.recognition.models.points import Gift, GivingBudget, Holder, MonthGiven, PointEntry, Redemption
from merit_desk.recognition.models.valued import ValuedRound, ValuedWord

__all__ = (
    "Award",
    "Gift",
    "GivingBudget",
    "Holder",
    "Honour",
    "MonthGiven",
    "Nomination",
    "OptionGrant",
    "PointEntry",
    "Redemption",
    "ValuedRound",
    "ValuedWord",
)
