"""Whose id decides the arm: the rule as documented, reproducible outside, and fair."""

from collections import Counter
from fractions import Fraction
from hashlib import sha256

from merit.experiments.assignment import arm_of, bucket_of
from merit.experiments.split_check import check_split
from tests.experiments.cases import an_experiment


def test_the_bucket_is_the_sha256_of_salt_and_id_modulo_ten_thousand() -> None:
    # printf 'autumnv1' | sha256sum, the last digits of which a shop's own code finds just so
    assert bucket_of("autumn", "v1") == int(sha256(b"autumnv1").hexdigest(), 16) % 10_000
    # sha256("abc"), FIPS 180-2 appendix B.1: its last digits f20015ad, so mod 16 it is 13
    assert int(sha256(b"abc").hexdigest()[-8:], 16) == 0xF20015AD
    assert bucket_of("a", "bc") == bucket_of("ab", "c") == 0xBA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD % 10_000  # fmt: skip # noqa: E501


def test_a_shop_that_changes_the_salt_deals_anew() -> None:
    arms = an_experiment().arms
    dealt = [[arm_of(arms, salt, f"v{number}") for number in range(200)] for salt in ("one", "two")]
    assert 60 < sum(a == b for a, b in zip(*dealt, strict=True)) < 140


def test_each_arm_gets_its_share_of_ten_thousand_ids() -> None:
    experiment = an_experiment(60, 30, 10)
    counted = Counter(arm_of(experiment.arms, "autumn", f"visitor-{number}") for number in range(10_000))
    assert not check_split(experiment.arms, counted).broken
    assert sum(counted.values()) == 10_000


def test_shares_that_end_between_buckets_leave_nobody_out() -> None:
    third = Fraction(1, 3)
    arms = [each.__class__(each.arm, third) for each in an_experiment(33, 33, 33).arms]
    assert {arm_of(arms, "s", str(number)) for number in range(300)} == {"old", "new", "other"}
