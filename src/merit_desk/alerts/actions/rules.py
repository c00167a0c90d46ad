"""Writing alerts.yaml: by the one way in which files of the folder change, never with a rule that does not hold."""

from collections.abc import Sequence

from merit.alerts.usual_rules import USUAL
from merit.kernel.problems import Problem
from merit.kernel.refusals import ConflictRefusal
from merit.sources.alert_rules import FILE, rules_of
from merit.sources.documents import documents_of
from merit_desk.accounts.viewer import Viewer
from merit_desk.alerts.queries.rules import RulesText
from merit_desk.documents.actions import Change, write_documents
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say


class WrongRules(ConflictRefusal):
    """Something in the rules does not fit; `problems` say what and in which line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("alert.wrong_rules", count=len(problems))
        self.problems = list(problems)


def keep_rules(viewer: Viewer, budget: int, usual: Sequence[str], own: str, based_on: str) -> None:
    """Raises WrongRules, NotFoundRefusal (not theirs), StaleEdit (somebody else changed the file meanwhile)."""
    off = [rule.name for rule in USUAL if rule.name not in usual]
    text = RulesText(budget, tuple(off), own).written()
    documents, problems = documents_of(text, FILE)
    problems = [*problems, *rules_of(documents, declared_company().catalogue)[1]]
    if problems:
        raise WrongRules(problems)
    write_documents(viewer, [Change(FILE, text, based_on)], say("alert.rules_changed"))
