"""期权: grants of options, when they vest and what becomes of them on leaving. No value is put on them anywhere."""
