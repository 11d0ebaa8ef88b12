"""Figures against what was published or worked out by hand."""

import pytest

from ideas.figures import evenness, gap_of, quantile, ranks, spearman, top_share, wilson


# Type 7 of Hyndman & Fan: worked by hand, and the examples of R's documentation of quantile().
@pytest.mark.parametrize(
    ("values", "share", "found"),
    [
        ([15, 20, 35, 40, 50], 0.4, 29.0),  # place 1.6: 20 + 0.6 * 15
        ([1, 2, 3, 4], 0.75, 3.25),
        ([3, 1, 2], 0.5, 2.0),
        ([1, 2, 3, 4, 10], 0.95, 8.8),  # place 3.8: 4 + 0.8 * 6
        ([7], 0.95, 7.0),
        ([1, 9], 0.0, 1.0),
        ([1, 9], 1.0, 9.0),
    ],
)
def test_a_quantile_lies_straight_between_its_neighbours(values, share, found):
    assert quantile(values, share) == pytest.approx(found)


def test_nothing_has_no_quantile():
    assert quantile([], 0.5) is None


def test_equal_values_share_the_mean_of_their_places():
    assert ranks([20, 10, 20, 30]) == [2.5, 1, 2.5, 4]
    assert ranks([5, 5, 5]) == [2, 2, 2]


def test_spearman_is_what_the_textbook_example_says():
    # Hours of television a week against IQ, ten people: -29/165.
    iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110]
    hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]
    assert spearman(iq, hours) == pytest.approx(-29 / 165)


def test_spearman_with_ties_is_the_correlation_of_the_ranks():
    # Ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5).
    assert spearman([1, 2, 2, 3], [1, 2, 3, 4]) == pytest.approx(4.5 / (4.5 * 5) ** 0.5)


@pytest.mark.parametrize(("ones", "others"), [([], []), ([1], [1]), ([2, 2, 2], [1, 2, 3]), ([1, 2], [1, 2, 3])])
def test_without_an_order_there_is_no_correlation(ones, others):
    assert spearman(ones, others) is None


# Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I, method 3.
@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_bounds_of_a_share_are_those_of_the_published_table(hits, of, low, high):
    assert wilson(hits, of) == pytest.approx((low, high), abs=0.00005)


# Newcombe, Interval estimation for the difference between independent proportions, same volume, table II, method 10.
@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
    ],
)
def test_the_interval_of_a_difference_is_that_of_the_published_table(counts, low, high):
    gap = gap_of(*counts)
    assert (gap.low, gap.high) == pytest.approx((low, high), abs=0.00005)
    assert gap.gap == pytest.approx(counts[0] / counts[1] - counts[2] / counts[3])


def test_a_share_of_nothing_has_no_gap():
    assert gap_of(1, 2, 0, 0) is None
    assert gap_of(0, 0, 1, 2) is None
    assert wilson(0, 0) == (0, 1)


def test_evenness_goes_from_all_in_one_place_to_the_same_in_each():
    assert evenness([3, 3, 3, 3]) == pytest.approx(1)
    assert evenness([9, 0, 0]) == pytest.approx(0)
    # a half and two quarters: (0.5 ln 2 + 0.5 ln 4) / ln 3 = 1.5 ln 2 / ln 3
    assert evenness([2, 1, 1]) == pytest.approx(0.946395)
    assert evenness([4]) is None
    assert evenness([0, 0]) is None


def test_the_top_tenth_is_rounded_up_to_whole_people():
    assert top_share([1] * 10) == pytest.approx(0.1)
    assert top_share([8, *[1] * 10]) == pytest.approx(9 / 18)  # a tenth of eleven is two people
    assert top_share([]) is None
