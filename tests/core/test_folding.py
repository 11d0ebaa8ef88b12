"""Departments made to give somebody away."""

import random

from network.core.folding import Cell, folded

K = 5


def named(cells):
    return {cell.name: (cell.people, cell.took_part) for cell in cells}


def test_a_department_of_four_is_not_told_and_does_not_follow_from_the_total():
    found = named(folded([Cell("stor", 40, 20), Cell("mellom", 20, 10), Cell("liten", 4, 2)], K))
    assert found == {"stor": (40, 20), "": (24, 12)}  # alone it would be the total minus the others


def test_two_small_ones_that_are_too_small_together_take_a_third_with_them():
    found = named(folded([Cell("stor", 40, 20), Cell("mellom", 20, 10), Cell("a", 2, 1), Cell("b", 2, 1)], K))
    assert found == {"stor": (40, 20), "": (24, 12)}


def test_two_small_ones_that_are_enough_together_are_told_as_one():
    found = named(folded([Cell("stor", 40, 20), Cell("a", 9, 4), Cell("b", 9, 4)], K))
    assert found == {"stor": (40, 20), "": (18, 8)}


def test_where_nearly_everybody_or_nearly_nobody_took_part_it_is_not_told_either():
    cells = [Cell("stor", 40, 20), Cell("alle", 12, 12), Cell("ingen", 12, 0)]
    assert named(folded(cells, K)) == {"stor": (40, 20), "": (24, 12)}


def test_a_single_department_that_tells_takes_all_with_it_and_then_nothing_is_told():
    assert folded([Cell("bare vi", 4, 2)], K) == []
    assert folded([Cell("stor", 30, 30), Cell("liten", 3, 3)], K) == []


def test_people_without_a_department_are_among_the_others():
    assert named(folded([Cell("stor", 40, 20), Cell("", 12, 6)], K)) == {"stor": (40, 20), "": (12, 6)}


def test_nobody_at_all_is_told_as_nothing():
    assert folded([], K) == []
    assert folded([Cell("tom", 0, 0)], K) == []


def test_whatever_the_departments_are_no_cell_and_no_remainder_describes_fewer_than_five_on_either_side():
    dice = random.Random(5)
    for _turn in range(3000):
        cells = [
            Cell(f"avdeling {n}", people, dice.randint(0, people))
            for n in range(dice.randint(1, 7))
            for people in [dice.choice([1, 2, 3, 4, 5, 6, 9, 12, 30])]
        ]
        shown = folded(cells, K)
        people, took_part = sum(c.people for c in cells), sum(c.took_part for c in cells)
        assert all(min(cell.took_part, cell.people - cell.took_part) >= K for cell in shown)
        assert not shown or (sum(c.people for c in shown), sum(c.took_part for c in shown)) == (people, took_part)
        for cell in shown:  # what is left when what is told is taken from the total
            rest = (people - cell.people, took_part - cell.took_part)
            assert rest == (0, 0) or min(rest[1], rest[0] - rest[1]) >= K
