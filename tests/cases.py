"""Property tests in two sizes: a smaller number of cases in `make test`, at least 10,000 in `make test-long`."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

MANY = 10_000


def cases(few: int, *strategies: st.SearchStrategy) -> Callable[[Callable[..., None]], Callable[[int], None]]:
    """Hold the property on generated values, `few` of them or MANY; both are the same function."""

    def held(prop: Callable[..., None]) -> Callable[[int], None]:
        @pytest.mark.parametrize("count", [few, pytest.param(MANY, marks=pytest.mark.long)], ids=["few", "many"])
        def test(count: int) -> None:
            tried = 0

            @settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))
            @given(st.tuples(*strategies))
            def on_each(values) -> None:
                nonlocal tried
                tried += 1
                prop(*values)

            on_each()
            assert tried >= count, f"only {tried} cases"

        test.__name__, test.__doc__, test.__module__ = prop.__name__, prop.__doc__, prop.__module__
        return test

    return held
