"""The order of ideas: its formulas against values worked out by hand, and what holds for every board."""

import subprocess
import sys
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.ranking import (
    FEWEST_READERS,
    Entry,
    board_rate,
    has_enough_readers,
    rate,
    recommended,
    results,
    trending,
    wilson,
)

DAY = date(2026, 11, 24)
counts = st.integers(0, 400)
boards = st.lists(st.tuples(counts, counts), max_size=40).map(
    lambda pairs: [Entry(number, votes, readers) for number, (votes, readers) in enumerate(pairs, 1)]
)


def order(board: list[Entry], person_id: int = 7, day: date = DAY) -> list[int]:
    """Ids as this person meets them."""
    return [entry.id for entry in recommended(board, person_id=person_id, day=day)]


def test_the_rate_is_drawn_towards_the_boards_by_ten_readers() -> None:
    assert rate(0, 0, 0.2) == pytest.approx(0.2)
    assert rate(6, 10, 0.2) == pytest.approx(0.4)  # (6 + 2) / 20
    assert rate(30, 90, 0.1) == pytest.approx(0.31)  # (30 + 1) / 100


def test_one_vote_of_one_reader_does_not_beat_half_of_a_hundred() -> None:
    assert rate(1, 1, 0.2) == pytest.approx(3 / 11)
    assert rate(1, 1, 0.2) < rate(50, 100, 0.2)


def test_the_board_has_a_rate_of_its_own_from_fifty_reads() -> None:
    assert board_rate([]) == 0.20
    assert board_rate([Entry(1, 40, 49)]) == 0.20
    assert board_rate([Entry(1, 40, 40), Entry(2, 5, 10)]) == pytest.approx(0.9)


def test_whoever_voted_has_read() -> None:
    assert rate(20, 3, 0.2) == rate(20, 20, 0.2)
    assert wilson(20, 3) == wilson(20, 20)
    assert board_rate([Entry(1, 60, 0)]) == 1.0
    assert has_enough_readers(Entry(1, FEWEST_READERS, 0))


def test_the_whisker_has_the_values_worked_out_by_hand() -> None:
    # z = 1.28. Half of 100: 0.5 -+ 1.28 * sqrt((0.25 + 0.004096) / 100) / 1.016384
    assert wilson(50, 100) == (pytest.approx(0.43652, abs=1e-5), pytest.approx(0.56348, abs=1e-5))
    # None of 10: the upper bound is z^2 / (10 + z^2) = 1.6384 / 11.6384
    assert wilson(0, 10) == (pytest.approx(0.0, abs=1e-9), pytest.approx(0.140776, abs=1e-6))
    # All of 10: the lower bound is 10 / (10 + z^2)
    assert wilson(10, 10) == (pytest.approx(0.859224, abs=1e-6), pytest.approx(1.0))
    assert wilson(0, 0) == (0.0, 1.0)


@given(counts, counts)
def test_the_whisker_holds_the_share_and_stays_within_nought_and_one(votes: int, more: int) -> None:
    low, high = wilson(votes, votes + more)
    share = votes / (votes + more) if votes + more else 0.5
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


@given(st.integers(1, 200), st.integers(0, 200), st.integers(2, 9))
def test_the_whisker_shrinks_as_more_read(votes: int, more: int, times: int) -> None:
    low, high = wilson(votes, votes + more)
    surer_low, surer_high = wilson(votes * times, (votes + more) * times)
    assert surer_low > low
    assert surer_high - surer_low < high - low


@given(counts, counts, st.floats(0, 1))
def test_a_further_vote_raises_the_rate_and_a_reader_who_passes_lowers_it(votes: int, more: int, usual: float) -> None:
    readers = votes + more
    here = rate(votes, readers, usual)
    assert 0 <= here <= 1
    assert rate(votes + 1, readers + 1, usual) >= here
    assert rate(votes, readers + 1, usual) <= here


@given(boards)
def test_every_idea_stands_in_the_order_exactly_once(board: list[Entry]) -> None:
    assert sorted(recommended(board, person_id=7, day=DAY)) == sorted(board)


def lanes_alternate(found: list[Entry], usual: float) -> bool:
    left = list(found)
    for slot, entry in enumerate(found):
        if slot % 2 == 0:
            best = max(rate(other.votes, other.readers, usual) for other in left)
            assert rate(entry.votes, entry.readers, usual) == best
        else:
            assert max(entry.readers, entry.votes) == min(max(other.readers, other.votes) for other in left)
        left.remove(entry)
    return True


@given(boards)
def test_the_lanes_alternate_between_the_best_rate_and_the_least_read_of_those_left(board: list[Entry]) -> None:
    assert lanes_alternate(recommended(board, person_id=7, day=DAY), board_rate(board))


@given(boards, st.sets(st.integers(1, 40)))
def test_what_one_has_read_comes_after_all_the_rest_in_the_same_manner(board: list[Entry], read: set[int]) -> None:
    found = recommended(board, person_id=7, day=DAY, read=read)
    fresh = [entry for entry in found if entry.id not in read]
    again = found[len(fresh) :]
    assert {entry.id for entry in again} == read & {entry.id for entry in board}
    assert lanes_alternate(fresh, board_rate(board))
    assert lanes_alternate(again, board_rate(board))


@given(boards, st.randoms())
def test_the_order_does_not_depend_on_the_order_the_database_gave(board: list[Entry], random: Random) -> None:
    shuffled = list(board)
    random.shuffle(shuffled)
    assert order(shuffled) == order(board)


def test_a_board_in_small_stands_as_worked_out_by_hand() -> None:
    # p0 = 75 / 260; A: 1 0.457, 2 0.258, 3 0.341, 4 0.288, 5 0.109. Least read: 4, 3, then 1 and 5, then 2.
    board = [Entry(1, 30, 62), Entry(2, 20, 79), Entry(3, 20, 57), Entry(4, 0, 0), Entry(5, 5, 62)]
    assert board_rate(board) == pytest.approx(75 / 260)
    assert order(board) == [1, 4, 3, 5, 2]


TIED = [Entry(number, 0, 0) for number in range(1, 61)]


def test_the_order_stands_still_for_a_person_all_day() -> None:
    assert len({tuple(order(TIED)) for _hour in range(24)}) == 1
    assert order(TIED) == order([Entry(one.id, 0, 0) for one in reversed(TIED)])


def test_the_order_changes_from_day_to_day_and_from_person_to_person() -> None:
    days = [order(TIED, day=DAY + timedelta(days=number)) for number in range(5)]
    people = [order(TIED, person_id=number) for number in range(1, 6)]
    assert len({tuple(one) for one in days}) == 5
    assert len({tuple(one) for one in people}) == 5


@pytest.mark.parametrize("place", [0, 1])
def test_equal_ideas_share_the_first_place_of_each_lane_between_people(place: int) -> None:
    there = [order(TIED[:10], person_id=number)[place] for number in range(1, 1001)]
    assert all(60 <= there.count(entry.id) <= 145 for entry in TIED[:10])  # 100 each; four standard deviations


def test_the_order_is_the_same_in_another_process() -> None:
    code = (
        "from datetime import date; from ideas.ranking import Entry, recommended;"
        "print([e.id for e in recommended([Entry(n, 0, 0) for n in range(1, 61)], person_id=7, day=date(2026, 11, 24))])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout  # noqa: S603
    assert out.strip() == str(order(TIED))


def test_the_results_put_those_with_too_few_readers_apart() -> None:
    board = [Entry(1, 14, 14), Entry(2, 9, 15), Entry(3, 60, 100), Entry(4, 0, 3), Entry(5, 80, 200)]
    judged, apart = results(board)
    assert [entry.id for entry in judged] == [3, 2, 5]  # lower bounds 0.536, 0.436, 0.357
    assert [entry.id for entry in apart] == [1, 4]


@given(boards)
def test_the_results_fall_with_the_lower_bound_and_lose_nobody(board: list[Entry]) -> None:
    judged, apart = results(board)
    assert sorted([*judged, *apart]) == sorted(board)
    for part in (judged, apart):
        assert all(wilson(a.votes, a.readers)[0] >= wilson(b.votes, b.readers)[0] for a, b in pairwise(part))
    assert all(max(entry.votes, entry.readers) < FEWEST_READERS for entry in apart)


def test_what_trends_has_the_value_worked_out_by_hand() -> None:
    assert trending(votes=4, commenters=2, age_hours=30) == pytest.approx(25 / 128)  # 32 ** 1.4 = 2 ** 7
    assert trending(votes=0, commenters=0, age_hours=30) < 0
    assert trending(votes=4, commenters=2, age_hours=-1) == trending(votes=4, commenters=2, age_hours=0)


@given(counts, counts, st.floats(0, 9_000))
def test_what_trends_cools_with_age_and_warms_with_votes_and_voices(votes: int, commenters: int, age: float) -> None:
    here = trending(votes=votes + 1, commenters=commenters, age_hours=age)
    assert trending(votes=votes + 1, commenters=commenters, age_hours=age + 1) < here
    assert trending(votes=votes + 2, commenters=commenters, age_hours=age) > here
    assert trending(votes=votes + 1, commenters=commenters + 1, age_hours=age) > here
