"""What a viewer may see: permission lives in these lookups."""
