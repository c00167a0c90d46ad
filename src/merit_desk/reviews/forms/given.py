"""What a rater's form sends: grade, comment and ticked evidence of each question."""

from collections.abc import Iterator

from django.http import QueryDict

GRADE, COMMENT, KEPT = "grade-", "comment-", "kept-"


def questions_sent(sent: QueryDict) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Key, grade, comment and evidence of every question that the form held, whether answered or not."""
    keys = {name.partition("-")[2] for name in sent if name.startswith((GRADE, COMMENT, KEPT))}
    for key in sorted(keys):
        kept = tuple(sent.getlist(KEPT + key))
        yield key, sent.get(GRADE + key, ""), sent.get(COMMENT + key, ""), kept


def chosen_grades(sent: QueryDict) -> dict[str, str]:
    """The grades alone, by question."""
    return {key: grade for key, grade, _, _ in questions_sent(sent)}
