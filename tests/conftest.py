"""How property tests run: no clock decides them, and continuous integration tries the same cases each time."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("merit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("merit"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "merit")
