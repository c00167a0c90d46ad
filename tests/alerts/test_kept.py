"""What is kept against what the data say anew."""

from datetime import date

import pytest

from merit.alerts.kept import Kept, merged
from merit.alerts.standing import AlertState, Standing

S = AlertState
BAD, QUIET, OVER = Standing(S.FIRING), Standing(S.OK), Standing(S.RESOLVED)
SEEN, LATER = date(2026, 10, 20), date(2026, 10, 21)


@pytest.mark.parametrize(
    ("kept", "found", "last_breach", "state", "event"),
    [
        (None, BAD, SEEN, S.FIRING, "fired"),
        (None, QUIET, None, S.OK, None),
        (Kept(S.OK, SEEN), BAD, LATER, S.FIRING, "fired"),
        (Kept(S.ACKNOWLEDGED, SEEN), BAD, LATER, S.ACKNOWLEDGED, None),
        (Kept(S.FIRING, SEEN), OVER, SEEN, S.RESOLVED, "resolved"),
        (Kept(S.FIRING, SEEN), QUIET, None, S.RESOLVED, "resolved"),
        (Kept(S.RESOLVED, SEEN), BAD, SEEN, S.FIRING, "reopened"),
        (Kept(S.RESOLVED, SEEN, by_hand=True), BAD, SEEN, S.RESOLVED, None),
        (Kept(S.RESOLVED, SEEN, by_hand=True), BAD, LATER, S.FIRING, "reopened"),
        (Kept(S.RESOLVED, SEEN), OVER, SEEN, S.RESOLVED, None),
        (Kept(S.RESOLVED, SEEN), QUIET, None, S.OK, "rearmed"),
    ],
)
def test_moves_of_people_stay_and_new_data_count(kept, found, last_breach, state, event) -> None:
    assert merged(kept, found, last_breach) == (state, event)
