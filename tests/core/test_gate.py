"""A86: nothing that a gated table shows lets anybody work out a number that describes few people."""

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from itertools import product

import pytest
from django.test import override_settings
from hypothesis import example, given
from hypothesis import strategies as st

from network.core.gate import WHOLE, Entry, Key, Told, fewest_people, share, tell, times

ROWS, COLUMNS = ("a", "b", "c", "d"), ("x", "y", "z")
people = st.frozensets(st.sampled_from([f"p{n}" for n in range(14)]), min_size=1, max_size=2)
rows_of = st.sampled_from(ROWS)
crossed = st.lists(st.builds(Entry, rows_of, st.sampled_from(COLUMNS), st.tuples(people, people)), max_size=70)
plain = st.lists(st.builds(Entry, rows_of, st.just(""), st.tuples(people, people)), max_size=50)


def entry(row: str, number: int, column: str = "") -> Entry:
    """One thing with an author and a reporter of its own."""
    return Entry(row, column, (frozenset({f"a{number}"}), frozenset({f"r{number}"})))


def entries(**counts: int) -> list[Entry]:
    return [entry(row, 100 * place + n) for place, (row, count) in enumerate(counts.items()) for n in range(count)]


def truth(found: Sequence[Entry], key: Key) -> list[Entry]:
    return [one for one in found if key[0] in ("", one.row) and key[1] in ("", one.column)]


def heads(found: Sequence[Entry]) -> int:
    return min((len(frozenset().union(*side)) for side in zip(*(one.sides for one in found), strict=True)), default=0)


class Attacker:
    """Knows what is shown, every sum that is shown to the last, and how the gate works; solves what follows."""

    def __init__(self, told: Told, found: Sequence[Entry], columns: Sequence[str], least: int) -> None:
        self.known = {key: len(truth(found, key)) for key, number in told.cells.items() if number is not None}
        self.hidden = [key for key, number in told.cells.items() if number is None]
        self.least = least
        lines = [(WHOLE, [(row, "") for row in ROWS])]
        if columns:
            lines.append((WHOLE, [("", column) for column in columns]))
            lines += [((row, ""), [(row, column) for column in columns]) for row in ROWS]
            lines += [(("", column), [(row, column) for row in ROWS]) for column in columns]
        self.equations = [self._equation(total, parts) for total, parts in lines]

    def _equation(self, total: Key, parts: list[Key]) -> tuple[dict[Key, int], int]:
        signs = {total: -1} | dict.fromkeys(parts, 1)
        unknown = {key: sign for key, sign in signs.items() if key not in self.known}
        return unknown, -sum(sign * self.known[key] for key, sign in signs.items() if key in self.known)

    def pinned(self) -> set[Key]:
        """Those that elimination leaves alone in an equation."""
        rows = [[Fraction(unknown.get(key, 0)) for key in self.hidden] for unknown, _sum in self.equations]
        done = 0
        for place in range(len(self.hidden)):
            pivot = next((n for n in range(done, len(rows)) if rows[n][place]), None)
            if pivot is None:
                continue
            rows[done], rows[pivot] = rows[pivot], rows[done]
            rows[done] = [value / rows[done][place] for value in rows[done]]
            for n, row in enumerate(rows):
                if n != done and row[place]:
                    rows[n] = [a - row[place] * b for a, b in zip(row, rows[done], strict=True)]
            done += 1
        alone = [[n for n, value in enumerate(row) if value] for row in rows]
        return {self.hidden[places[0]] for places in alone if len(places) == 1}

    def bounds(self) -> dict[Key, tuple[int, float]]:
        """How far each can be narrowed down, line by line until nothing moves."""
        found: dict[Key, tuple[int, float]] = dict.fromkeys(self.hidden, (self.least, float("inf")))
        moved = True
        while moved:
            moved = False
            for (unknown, total), key in product(self.equations, self.hidden):
                if key not in unknown:
                    continue
                narrow = self._narrowed(unknown, total, key, found)
                moved = moved or narrow != found[key]
                found[key] = narrow
        return found

    def _narrowed(self, unknown: dict[Key, int], total: int, key: Key, found: dict) -> tuple[int, float]:
        low = high = float(total)
        for other, sign in unknown.items():
            if other != key:
                ends = [sign * end for end in found[other]]
                low, high = low - max(ends), high - min(ends)
        ends = sorted((unknown[key] * low, unknown[key] * high))
        old = found[key]
        return max(old[0], ends[0]), min(old[1], ends[1])


def assert_safe(found: Sequence[Entry], columns: Sequence[str]) -> Told:
    told, fewest = tell(found, ROWS, columns), fewest_people()
    attacker = Attacker(told, found, columns, least=0 if columns else 1)
    small = {key for key in told.cells if 0 < heads(truth(found, key)) < fewest}
    assert small <= set(attacker.hidden), "nothing is shown of few people"
    assert not small & attacker.pinned(), "nothing follows by subtraction"
    bounds = attacker.bounds()
    assert all(bounds[key][1] - bounds[key][0] >= fewest for key in small), "nor to within k"
    return told


@pytest.mark.wide
@given(plain)
@example(entries(a=2, b=10, c=10))
@example(entries(a=4, b=4, c=30))
def test_a_list_gives_no_small_number_away(found: list[Entry]) -> None:
    assert_safe(found, ())


@pytest.mark.wide
@given(crossed)
@example([entry(row, n + 50 * place, column) for place, (row, column) in enumerate(product(ROWS, COLUMNS)) for n in range(9 if (row, column) != ("a", "x") else 1)])  # fmt: skip
def test_a_crossing_gives_no_small_number_away(found: list[Entry]) -> None:
    told = assert_safe(found, COLUMNS)
    assert not found or 0 not in told.cells.values(), "nought is told of the whole only"


@pytest.mark.wide
@given(plain, plain)
def test_two_periods_are_told_by_the_same_gate_and_their_difference_gives_nothing(
    first: list[Entry], second: list[Entry]
) -> None:
    """An entry is of one period; what is hidden in either stays unknown when both are laid side by side."""
    one, two = assert_safe(first, ()), assert_safe(second, ())
    for key in one.cells:
        few = [0 < heads(truth(found, key)) < fewest_people() for found in (first, second)]
        assert [one.cells[key] is None, two.cells[key] is None] >= few


@pytest.mark.wide
@given(crossed)
def test_sums_are_rounded_as_soon_as_anything_is_hidden(found: list[Entry]) -> None:
    told = tell(found, ROWS, COLUMNS)
    sums = [(key, n) for key, n in told.cells.items() if "" in key and n is not None]
    for key, n in sums:
        assert n == len(truth(found, key)) if told.is_whole else n % 5 == 0


def test_many_reports_by_one_person_are_few_people() -> None:
    same = frozenset({"r"})
    found = [Entry("a", "", (frozenset({f"a{n}"}), same)) for n in range(20)] + entries(b=20)
    assert tell(found, ROWS).cells["a", ""] is None
    turned = [Entry(one.row, "", one.sides[::-1]) for one in found]
    assert tell(turned, ROWS).cells["a", ""] is None


def test_what_is_hidden_together_is_not_of_few_people_either() -> None:
    """The sum of the hidden rows is known; three people who reported under two reasons are three people."""
    few = [
        Entry(row, "", (frozenset({f"a{n}"}), frozenset({f"r{n}"}))) for row in "ab" for n in range(3) for _ in "123"
    ]
    told = tell([*few, *entries(c=9, d=30)], ROWS)
    assert [told.cells[row, ""] for row in ROWS] == [None, None, None, 30]
    assert told.whole == 55


def test_a_table_of_enough_people_is_told_as_it_is_and_nought_of_the_organisation() -> None:
    told = tell(entries(a=7, b=11), ROWS)
    assert told.is_whole
    assert [told.cells[row, ""] for row in ("", *ROWS)] == [18, 7, 11, 0, 0]
    assert set(tell([], ROWS, COLUMNS).cells.values()) == {0}


def test_what_happened_to_few_has_no_sum() -> None:
    told = tell(entries(a=3), ROWS)
    assert told.whole is None
    assert told.cells["a", ""] is None


def test_three_dimensions_cannot_be_asked_for() -> None:
    with pytest.raises(TypeError):
        tell([], ROWS, COLUMNS, ROWS)  # type: ignore[call-arg]


@override_settings(K_ANONYMITY=1)
def test_no_installation_shows_fewer_than_three() -> None:
    assert tell(entries(a=2, b=20, c=20), ROWS).cells["a", ""] is None
    assert tell(entries(a=3, b=20, c=20), ROWS).cells["a", ""] == 3


@override_settings(K_ANONYMITY=8)
def test_an_installation_may_ask_for_more() -> None:
    assert tell(entries(a=7, b=20, c=20), ROWS).cells["a", ""] is None


@pytest.mark.parametrize(
    ("counts", "told"),
    [((5, 15), 25), ((6, 13), 30), ((4, 16), None), ((16, 4), None), ((0, 20), 0), ((20, 0), 100), ((2, 2), None)],
)
def test_a_share_is_told_to_the_nearest_five_percent_and_only_of_enough_people(
    counts: tuple[int, int], told: int | None
) -> None:
    assert share(entries(back=counts[0], stands=counts[1]), "back") == told


def test_times_are_whole_hours_of_enough_people() -> None:
    spans = [(timedelta(hours=n, minutes=5), one) for n, one in enumerate(entries(a=10))]
    assert times(spans) == {"median": 5, "p90": 9}
    assert times(spans[:9]) == {"median": 5, "p90": None}
    assert times(spans[:4]) == {"median": None, "p90": None}
