"""The one k-gate: what may be told of departments without telling of single people. Pure functions of numbers."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """How many of a number of people took part; without a name it is of several departments together."""

    name: str
    people: int
    took_part: int
    tint: int = 8
    wrote: int = 0  # known to all: ideas name their authors and their department

    @property
    def wrote_share(self) -> float:
        """Of its people."""
        return self.wrote / self.people

    @property
    def share(self) -> float:
        """Of its people."""
        return self.took_part / self.people

    def tells(self, k: int) -> bool:
        """So few took part, or so few did not, that the number tells of single people."""
        return self.took_part < k or self.people - self.took_part < k


def folded(cells: Sequence[Cell], k: int) -> list[Cell]:
    """The departments of which a number may be told, the largest share first, and last the others as one.

    Whatever describes fewer than k people, on either side, goes into the others, as do people without a department; and
    so that nothing follows from the total, those take in the smallest department that was left until they too describe
    k people on either side. Where even all together do not, nothing is told. After Sweeney, k-Anonymity (2002), and
    complementary suppression: Cox, Suppression Methodology and Statistical Disclosure Control, JASA 75 (1980).
    """
    told = [cell for cell in cells if cell.name and not cell.tells(k)]
    kept = sorted(told, key=lambda cell: (-cell.people, cell.name))
    rest = [cell for cell in cells if cell not in told and cell.people]
    while rest and _joined(rest).tells(k) and kept:
        rest.append(kept.pop())
    if rest and _joined(rest).tells(k):
        return []
    kept.sort(key=lambda cell: (-cell.share, cell.name))
    return [*kept, _joined(rest)] if rest else kept


def _joined(cells: Sequence[Cell]) -> Cell:
    people, took_part = sum(cell.people for cell in cells), sum(cell.took_part for cell in cells)
    return Cell("", people, took_part, wrote=sum(cell.wrote for cell in cells))
