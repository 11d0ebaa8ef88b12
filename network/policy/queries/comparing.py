"""What one sees of two versions beside their words: which sections stand in another place."""

from dataclasses import dataclass

from network.policy.differences import moved
from network.policy.queries.reading import Reading, Rule


@dataclass(frozen=True)
class Moved:
    """A section that stands in another place among those that both versions have."""

    rule: Rule
    was: int  # its number in the older version, as people read it there

    @property
    def now(self) -> int:
        """Its number in the newer one."""
        return self.rule.number


def moved_rules(reading: Reading) -> list[Moved]:
    """The fewest that explain the new order, in it; a section that only makes room for a new one has not moved.

    No query: the reading has both versions.
    """
    was = [rule.was for rule in reading.rules if rule.was is not None]
    before = sorted([*was, *(text for text, _note in reading.removed)], key=lambda text: text.section.position)
    keys = [text.section.key for text in before]
    numbers = {key: number for number, key in enumerate(keys, 1)}
    gone = set(moved(keys, [rule.section.key for rule in reading.rules]))
    return [Moved(rule, numbers[rule.section.key]) for rule in reading.rules if rule.section.key in gone]
