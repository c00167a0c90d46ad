"""A pulse that is open, and what customers answered by a link on the parcel card."""

from merit.reviews.stages import working_days_from
from merit_desk.accounts.access import Role
from merit_desk.cycles.models import Cycle
from merit_desk.demo_life.people import Cast
from merit_desk.surveys.actions.answering import From, answer_customer, answer_pulse, link_of
from merit_desk.surveys.actions.asking import Asked, make_links, make_survey, open_survey
from merit_desk.surveys.forms import QUESTIONS

_SCORES = (5, 4, 4, 3, 5, 4, 2, 4)
_PROMOTERS = (10, 9, 10, 8, 7, 9, 6, 10, 3, 9, 10, 8)
_WORDS = ("发货很快", "", "包装结实，枕头比想的软", "", "", "客服回得及时")


def ask_people(cast: Cast, cycle: Cycle) -> None:
    """The manager's people have answered the pulse; a dozen customers their question."""
    hr, closes = cast.role(Role.HR), working_days_from(cast.today, 5, cast.company.calendar)
    pulse = open_survey(hr, make_survey(hr, Asked("pulse", f"{cycle.title}：听听你的看法", closes, cycle)).pk)
    asked = set(pulse.invitations.values_list("account__person", flat=True))
    for at, person in enumerate(each for each in cast.own_people[1:] if each in asked):
        scores = {question: _SCORES[(at + more) % len(_SCORES)] for more, question in enumerate(QUESTIONS)}
        answer_pulse(cast.viewer(person), pulse, scores, "希望目标早点定下来" if at == 1 else "")
    customers = open_survey(hr, make_survey(hr, Asked("nps", "你愿意把我们推荐给朋友吗", closes)).pk)
    link = link_of(make_links(hr, customers.pk, "包裹卡片")[0])
    for at, score in enumerate(_PROMOTERS):
        answer_customer(link, score, _WORDS[at % len(_WORDS)], From(f"192.0.2.{at}", "demo"))
