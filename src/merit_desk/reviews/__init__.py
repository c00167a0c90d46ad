"""Judging: forms, raters, self, peer, manager and skip-level answers, innovation and collaboration."""
