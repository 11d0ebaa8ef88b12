"""How long two wordings of a section are compared: 6,000 words each, by how much of them differs."""

import random
import time
from collections.abc import Iterable
from pathlib import Path

from network.policy.differences import Run, differing

WORDS, A_PARAGRAPH = 6_000, 80
STARTER = Path(__file__).resolve().parent.parent / "network/policy/starter"


def run() -> str:
    """One line for each pair: milliseconds (least of five, of the processor) and how many words stayed."""
    lines = ["| what differs | ms | words that stayed |", "|---|---|---|"]
    for name, (before, after) in _pairs().items():
        found = differing(before, after)
        lines.append(f"| {name} | {min(_times(before, after, range(5))):.0f} | {_stayed(found):,} |")
    return "\n".join(lines)


def _pairs() -> dict[str, tuple[list[str], list[str]]]:
    dice = random.Random(1)  # noqa: S311
    known = [word for path in sorted(STARTER.glob("*/nb/*.md")) for word in path.read_text().split()]

    def prose() -> list[str]:
        words = dice.choices(known, k=WORDS)
        return [" ".join(words[at : at + A_PARAGRAPH]) for at in range(0, WORDS, A_PARAGRAPH)]

    def edited(text: list[str], share: float) -> list[str]:
        return [" ".join(dice.choice(known) if dice.random() < share else w for w in part.split()) for part in text]

    one = prose()
    whole, other = [" ".join(one)], [" ".join(prose())]
    return {
        "one word": (one, [*one[:30], f"{one[30]} nytt", *one[31:]]),
        "a word in ten, in ten paragraphs of 75": (one, [*edited(one[:10], 0.1), *one[10:]]),
        "a word in ten, everywhere": (one, edited(one, 0.1)),
        "every other word": (one, edited(one, 0.5)),
        "everything": (one, prose()),
        "halves that change places": (one, [*one[40:], *one[:40]]),
        "one paragraph, a word in ten": (whole, edited(whole, 0.1)),
        "one paragraph, everything": (whole, other),
        "two words in turn, 2,400 of them": (["a b " * 1_200], ["b a " * 1_200 + "c"]),
        "two words in turn": (["a b " * (WORDS // 2)], ["b a " * (WORDS // 2) + "c"]),
    }


def _stayed(found: list[list[Run]]) -> int:
    return sum(len(run.words.split()) for part in found for run in part if run.kind == "=")


def _times(before: list[str], after: list[str], rounds: Iterable[int]) -> Iterable[float]:
    for _ in rounds:
        begun = time.process_time()
        differing(before, after)
        yield (time.process_time() - begun) * 1000
