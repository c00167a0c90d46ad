"""The explorer and its dashboards as pages."""
