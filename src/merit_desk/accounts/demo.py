"""The accounts of the demo company: one for each role, all with one password that the sign-in page shows."""

PASSWORD = "jixiao-demo-2026"  # noqa: S105 (known to everybody, and only ever set on accounts marked `demo`)
