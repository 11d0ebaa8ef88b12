"""One text, all detectors that are on: each place is named once, by the most telling of them."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from network.policy.detectors.findings import Finding, Kind
from network.policy.detectors.folding import Folded, fold
from network.policy.detectors.marks import find_markers, find_own_words
from network.policy.detectors.money import find_accounts, find_cards, find_ibans
from network.policy.detectors.nordic import find_finnish, find_six_fours
from network.policy.detectors.norwegian import find_norwegian

MOST = 50  # places in one text: a person mends them in turns


def find(written: str, kinds: Collection[str], own_words: Sequence[str] = ()) -> list[Finding]:
    """Places in the text of the kinds asked for, in order; at most 50. The time grows with the text, no faster."""
    if not kinds or not written:
        return []
    folded = fold(written)
    asked = (finding for finding in _everything(folded, kinds, own_words) if finding.kind in kinds)
    taken: set[int] = set()  # letters of the folded text that have their name already
    kept = islice((finding for finding in asked if _takes(finding, taken)), MOST)
    return sorted((_as_written(folded, found) for found in kept), key=lambda found: found.start)


def _everything(folded: Folded, kinds: Collection[str], own_words: Sequence[str]) -> Iterator[Finding]:
    """People's numbers before money's, so that nobody's number is called an account."""
    if any(letter in folded.text for letter in "0123456789"):
        yield from find_ibans(folded)
        yield from find_norwegian(folded)
        yield from find_cards(folded)
        yield from find_accounts(folded)
        yield from find_six_fours(folded)
        yield from find_finnish(folded)
    if Kind.MARKER in kinds:
        yield from find_markers(folded)
    if Kind.OWN_WORD in kinds:
        yield from find_own_words(folded, [fold(word.strip()).low for word in own_words])


def _takes(finding: Finding, taken: set[int]) -> bool:
    """Nobody has named this place before; now it is named."""
    place = range(finding.start, finding.end)
    if not taken.isdisjoint(place):
        return False
    taken.update(place)
    return True


def _as_written(folded: Folded, found: Finding) -> Finding:
    start, end = folded.span(found.start, found.end)
    return found._replace(start=start, end=end)
