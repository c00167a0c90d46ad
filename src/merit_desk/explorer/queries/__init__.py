"""What the explorer and dashboards show; permission lives in these lookups."""
