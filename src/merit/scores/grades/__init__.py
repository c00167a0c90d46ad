"""From totals to grades, by bands or by forced distribution."""
