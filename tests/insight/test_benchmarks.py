"""Benchmarks by hand: whose figure stands beside a period, and how far one's own is from it."""

from datetime import date
from fractions import Fraction

import pytest

from merit.catalogue.kpi import Unit
from merit.company import Benchmark
from merit.insight.benchmarks import AgainstBenchmark, benchmark_of_period, latest_benchmarks
from merit.kernel.explain import LineRef
from merit.kernel.period import Period


def benchmark(segment: str, period: str, value: str, as_of: str = "2026-11-10", kpi: str = "aov") -> Benchmark:
    day, line = date.fromisoformat(as_of), LineRef("benchmarks.csv", 2)
    return Benchmark(kpi, segment, Period.parse(period), Fraction(value), "协会月报", day, line)


HOME, RIVAL = benchmark("家居", "2026-10", "200"), benchmark("对手", "2026-10", "250")
OCTOBER = Period.parse("2026-10")


@pytest.mark.parametrize(
    ("unit", "value", "own", "gap"),
    [
        (Unit.RATE, "0.052", "0.047", Fraction(-5, 1000)),  # 4.7 % against 5.2 %: half a point less, not −9.6 %
        (Unit.MONEY, "200", "230", Fraction(15, 100)),
        (Unit.MONEY, "0", "230", None),
        (Unit.RATE, "0", "0.1", Fraction(1, 10)),
    ],
)
def test_rates_differ_by_points_and_amounts_by_a_share(unit, value, own, gap):
    assert AgainstBenchmark(benchmark("x", "2026-10", value), Fraction(own), unit).gap == gap


def test_without_an_own_value_there_is_no_gap():
    assert AgainstBenchmark(HOME, None, Unit.RATE).gap is None


def test_of_several_segments_one_is_named_or_none_is_taken():
    assert benchmark_of_period([HOME, RIVAL], "aov", "company", OCTOBER) is None
    assert benchmark_of_period([HOME, RIVAL], "aov", "company", OCTOBER, "对手") is RIVAL
    assert benchmark_of_period([HOME], "aov", "company", OCTOBER) is HOME
    assert benchmark_of_period([HOME], "csat", "company", OCTOBER) is None


def test_the_latest_of_each_segment_within_the_days_shown_counts():
    august, later = benchmark("家居", "2026-08", "180"), benchmark("家居", "2026-11", "210")
    corrected = benchmark("对手", "2026-10", "260", "2026-12-01")
    year = Period.parse("2025-11-01..2026-10-31")
    assert latest_benchmarks([HOME, august, later, RIVAL, corrected], "aov", year) == [HOME, corrected]
    assert latest_benchmarks([HOME], "aov", Period.parse("2026-09")) == []
