"""Files are told to Spark as they lie on the disk."""

from pathlib import Path

from merit.engines.spark import _location


def test_a_folder_of_a_month_keeps_its_equals_sign() -> None:
    assert _location(Path("/srv/公司 a/in_month=2026-10/load 1.parquet")) == (
        "file:///srv/公司 a/in_month=2026-10/load 1.parquet"
    )


def test_signs_of_patterns_in_a_name_stand_for_themselves() -> None:
    assert _location(Path("/srv/a[1]{b}*?/x")) == r"file:///srv/a\[1\]\{b\}\*\?/x"
