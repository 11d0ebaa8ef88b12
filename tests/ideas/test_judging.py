"""Scores together: the weighted mean, the spread, and when people see an idea differently. Worked out by hand."""

import pytest

from ideas.judging import deviation, differs, is_disputed, mean, total

WEIGHTS = {1: 50, 2: 30, 3: 20}


def test_a_total_is_the_mean_by_weight():
    assert total({1: 5, 2: 1, 3: 3}, WEIGHTS) == pytest.approx(3.4)
    assert total({1: 4, 2: 4, 3: 4}, WEIGHTS) == 4


def test_what_cannot_be_judged_is_left_out_and_is_no_zero():
    assert total({1: 5, 2: None, 3: 3}, WEIGHTS) == pytest.approx((5 * 50 + 3 * 20) / 70)
    assert total({1: None, 2: None, 3: None}, WEIGHTS) is None


def test_what_is_no_criterion_of_the_rubric_counts_nothing():
    assert total({1: 4, 9: 1}, WEIGHTS) == 4


def test_the_deviation_is_that_of_a_sample():
    assert deviation([1, 3, 5]) == 2
    assert deviation([4, 4, 5]) == pytest.approx(0.577, abs=0.001)
    assert (deviation([4]), deviation([]), mean([])) == (None, None, None)


@pytest.mark.parametrize(
    ("values", "wide"), [([3, 4, 5], True), ([3, 4, 4], False), ([1, 4], True), ([2, 2, 2], False), ([3], False), ([], False)]
)  # fmt: skip
def test_people_differ_from_a_deviation_of_one_or_three_steps_on(values, wide):
    assert differs(values) is wide


def test_an_idea_is_disputed_when_totals_differ_or_two_are_three_steps_apart_on_one_criterion():
    agreed = [{1: 4, 2: 4, 3: 4}, {1: 4, 2: 3, 3: 4}, {1: 5, 2: 4, 3: 3}]
    assert not is_disputed(agreed, WEIGHTS)
    assert is_disputed([*agreed, {1: 1, 2: 1, 3: 1}], WEIGHTS)
    cancels = [{1: 4, 2: 5, 3: 3}, {1: 4, 2: 4, 3: 4}, {1: 5, 2: 2, 3: 5}]
    assert not differs([v for s in cancels if (v := total(s, WEIGHTS)) is not None])
    assert is_disputed(cancels, WEIGHTS), "5 and 2 on one criterion"
    assert not is_disputed([{1: None, 2: 3, 3: 3}, {1: 4, 2: 3, 3: 3}], WEIGHTS)
    assert not is_disputed([], WEIGHTS)
