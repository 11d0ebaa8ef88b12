"""The model that compares orders of ideas: its figures against values worked out by hand, and that it can be repeated."""

import pytest

from bench.ranking import IDEAS, ORDERS, measure, simulate, spearman, top


def test_the_rank_correlation_has_the_values_worked_out_by_hand() -> None:
    assert spearman([1, 2, 3, 4], [10, 20, 30, 40]) == pytest.approx(1)
    assert spearman([1, 2, 3, 4], [4, 3, 2, 1]) == pytest.approx(-1)
    assert spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]) == pytest.approx(0.8)  # 1 - 6 * 4 / (5 * 24)
    assert spearman([1, 1, 2], [1, 2, 3]) == pytest.approx(0.8660254)  # ranks 1.5, 1.5, 3: sqrt(3) / 2


def test_the_share_of_the_best_ten_counts_those_in_both() -> None:
    quality = [float(number) for number in range(40)]
    assert top(quality, quality) == 1
    assert top([-value for value in quality], quality) == 0
    assert top([*quality[:35], 0, 0, 0, 0, 0], quality) == 0.5


@pytest.mark.slow
def test_the_same_seed_is_the_same_board_and_nobody_votes_without_reading() -> None:
    once, again = (simulate(ORDERS[-1].order, 3, 0.3) for _ in range(2))
    assert [(idea.quality, idea.voters, idea.readers) for idea in once] == [
        (idea.quality, idea.voters, idea.readers) for idea in again
    ]
    assert len(once) == IDEAS
    assert all(len(idea.voters) <= len(idea.readers) for idea in once)


@pytest.mark.slow
def test_ours_lets_nobody_starve_where_most_votes_leaves_nine_in_ten_unread() -> None:
    most_votes, ours = measure((0, 1)), measure((len(ORDERS) - 1, 1))
    assert most_votes.starved > 0.9
    assert ours.starved == 0
    assert ours.rho > most_votes.rho
    assert ours.by_votes > most_votes.by_votes
