"""Results written as CSV, XLSX and JSON lines."""
