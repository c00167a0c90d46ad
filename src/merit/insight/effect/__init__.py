"""Does the system work? Whether scores differ, raters agree, KPIs say what comes, and rewards follow results."""
