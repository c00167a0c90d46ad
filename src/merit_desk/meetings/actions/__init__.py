"""Setting up meetings, writing their record, applying what a strategy review decided."""
