"""How long detectors read: 5,000 characters within 5 ms, 50,000 within 50 ms, and the ratio of both."""

import time
from collections.abc import Iterable

from network.policy.detectors import Kind, find

PROSE = "Vi målte 11 cm is på taket i går, og ring Ola på 22 33 44 55 før kl. 14.30 den 12.03.2026 om ordre 4711-0815. "
TEXTS = {
    "prose": PROSE,
    "digits": "17912099997 86011117948 4999 9900 0000 0004 ",
    "one long number": "0123456789",
    "marks on letters": "a\u0316\u030a",
    "words": "fortrolig pasient C50.9 konfidensielt ",
    "a pattern as own word": "a+)+",
}
OWN = ["a+)+$", "Prosjekt Fyrlykt", *(f"ord{number}" for number in range(100))]


def run() -> str:
    """One line for each text: milliseconds (least of seven) for both lengths, and their ratio."""
    lines = [f"{'text':24}{'5,000':>10}{'50,000':>10}{'ratio':>8}"]
    for name, unit in TEXTS.items():
        short, long = (_least((unit * length)[:length]) for length in (5_000, 50_000))
        lines.append(f"{name:24}{short:8.2f}ms{long:8.2f}ms{long / short:8.1f}")
    return "\n".join(lines)


def _least(text: str) -> float:
    return min(_times(text, range(7)))


def _times(text: str, rounds: Iterable[int]) -> Iterable[float]:
    for _ in rounds:
        begun = time.process_time()
        find(text, frozenset(Kind), OWN)
        yield (time.process_time() - begun) * 1000
