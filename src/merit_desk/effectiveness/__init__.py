"""Does it work? Whether scores differ, raters agree, KPIs predict and rewards follow results."""
