"""What is asked when people join, move and leave and when teams change."""

from datetime import date
from typing import Any

from django import forms

from merit.company import Company
from merit.people.organisation import SpellStatus
from merit.people.tree import teams_on
from merit_desk.results.queries.names import post_name
from merit_desk.shell.sentences import said, say


def day_field(code: str, required: bool = True, help_code: str = "") -> forms.DateField:
    """A day, by the browser's own calendar."""
    return forms.DateField(
        label=said(code),
        required=required,
        help_text=said(help_code) if help_code else "",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": said("people.wrong.day")},
    )


def reason_field() -> forms.CharField:
    """Why, for the trail."""
    return forms.CharField(label=said("people.field.reason"), required=False, max_length=300)


def team_choices(company: Company, day: date) -> list[tuple[str, str]]:
    """Teams of that day under their departments' names, in the order of the file."""
    teams = {team.team: team for team in teams_on(company.organisation, day)}
    names = {
        team: f"{teams[each.parent].name} › {each.name}" if each.parent in teams else each.name
        for team, each in teams.items()
    }
    declared = dict.fromkeys(team.team for team in company.organisation.teams)
    return [(team, names[team]) for team in declared if team in names]


def post_choices(company: Company) -> list[tuple[str, str]]:
    """Posts described or held, for the list under the field."""
    posts = dict.fromkeys([*(post.post for post in company.posts), *(s.post for s in company.organisation.spells)])
    return [(post, post_name(company, post)) for post in posts]


class SpellForm(forms.Form):
    """Post, team, manager and pay from a day on."""

    start = day_field("people.field.from")
    post = forms.CharField(label=said("people.field.post"), help_text=said("people.help.post"), max_length=64)
    team = forms.ChoiceField(label=said("people.field.team"))
    manager = forms.CharField(
        label=said("people.field.manager"), help_text=said("people.help.manager"), required=False, max_length=200
    )
    status = forms.ChoiceField(
        label=said("people.field.status"),
        choices=[(status.value, said(f"people.status.{status}")) for status in SpellStatus],
        initial=SpellStatus.REGULAR.value,
    )
    bonus_base = forms.DecimalField(
        label=said("people.field.bonus_base"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    wage = forms.DecimalField(
        label=said("people.field.wage"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    reason = reason_field()

    def __init__(self, company: Company, day: date, with_pay: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = team_choices(company, day)  # type: ignore[attr-defined]
        self.fields["post"].widget.attrs |= {"list": "posts", "autocomplete": "off"}
        self.fields["manager"].widget.attrs |= {"list": "people", "autocomplete": "off"}
        self._people = company.organisation.spells_of
        for name in ("bonus_base", "wage"):
            if with_pay:
                self.fields[name].widget.attrs["inputmode"] = "decimal"
            else:
                del self.fields[name]

    def clean_manager(self) -> str:
        """Ids, or names that only one person has, with `;` between."""
        typed = [each.strip() for each in str(self.cleaned_data["manager"]).replace("；", ";").split(";")]
        return ";".join(self._person(each) for each in typed if each)

    def _person(self, typed: str) -> str:
        if typed in self._people:
            return typed
        named = [person for person, spells in self._people.items() if spells[-1].name == typed]
        if len(named) != 1:
            raise forms.ValidationError(say("people.wrong.manager", name=typed, count=len(named)))
        return named[0]


class JoinForm(SpellForm):
    """A newcomer."""

    name = forms.CharField(label=said("people.field.name"), max_length=64)
    person = forms.RegexField(
        r"[\w.\-]{1,40}",
        label=said("people.field.person"),
        help_text=said("people.help.person"),
        required=False,
        error_messages={"invalid": said("people.wrong.person")},
    )
    field_order = ("name", "start", "post", "team", "manager", "status", "bonus_base", "wage", "person", "reason")


class LeaveForm(forms.Form):
    """The last day at work."""

    last = day_field("people.field.last", required=False, help_code="people.help.last")
    reason = reason_field()


class TeamForm(forms.Form):
    """Name, place and leader from a day on."""

    name = forms.CharField(label=said("people.field.team_name"), max_length=64)
    parent = forms.ChoiceField(label=said("people.field.parent"), required=False)
    leader = forms.CharField(
        label=said("people.field.leader"), help_text=said("people.help.leader"), required=False, max_length=64
    )
    start = day_field("people.field.team_from", required=False, help_code="people.help.team_from")
    reason = reason_field()

    def __init__(self, company: Company, day: date, own: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = [(team, name) for team, name in team_choices(company, day) if team != own]
        self.fields["parent"].choices = [("", said("people.no_parent")), *above]  # type: ignore[attr-defined]
        self.fields["leader"].widget.attrs |= {"list": "people", "autocomplete": "off"}
        self._people = company.organisation.spells_of

    def clean_leader(self) -> str:
        """An id, or a name that only one person has."""
        typed = str(self.cleaned_data["leader"]).strip()
        if not typed or typed in self._people:
            return typed
        named = [person for person, spells in self._people.items() if spells[-1].name == typed]
        if len(named) != 1:
            raise forms.ValidationError(say("people.wrong.manager", name=typed, count=len(named)))
        return named[0]


class EndTeamForm(forms.Form):
    """The team's last day."""

    last = day_field("people.field.team_last")
    reason = reason_field()
