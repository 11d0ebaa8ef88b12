"""`python -m bench.similar [FILE]` or `python bench/similar.py [FILE]`: is the same idea found when it is written
again, how often is somebody disturbed who writes a new one, and how soon is the answer there.

FILE is JSON Lines of {"id", "text", "cluster"}; texts of one cluster are the same idea. Without a FILE it is our own
bench/words/similar.jsonl ("ours"), and how soon boards of many made-up ideas answer ("boards").

Our own set was written before anything was tuned on it. Its clusters in the order of the file are split in the middle:
on the first half thresholds and words (ideas/words) were chosen, the second half is only measured. Who wrote the words
had written both halves, though, so even the second flatters them; a file of somebody else's tells more. No pair crosses
the two languages.

Everything is asked of the product's own query over its own tables, in a PostgreSQL of its own that is empty each time.
"""

import json
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
OURS = ROOT / "bench" / "words" / "similar.jsonl"
LEVELS = (0.25, 0.35, 0.45, 0.50, 0.65)  # beside the product's own
HIT, DISTURBED = 0.90, 0.35  # goals: found among the first five; of new ideas that are shown anything


class Text(NamedTuple):
    """A line of the file."""

    text: str
    cluster: str


class Answer(NamedTuple):
    """To one text that was looked for as if it were being written.

    `place`: where the first of its cluster stood (0: not found). `score`: of that one, or for a new idea of the best.
    """

    is_new: bool
    place: int
    score: float
    took: float  # milliseconds


def read(path: Path) -> list[Text]:
    """The lines of a file; empty ones are left out."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Text(str(row["text"]), str(row["cluster"])) for row in rows]


def halves(texts: Sequence[Text]) -> tuple[list[Text], list[Text]]:
    """The first and the second half of the clusters, in the order in which they first occur."""
    clusters = list(dict.fromkeys(text.cluster for text in texts))
    first = set(clusters[: len(clusters) // 2])
    return [t for t in texts if t.cluster in first], [t for t in texts if t.cluster not in first]


def asked(texts: Sequence[Text], most: int) -> list[int]:
    """Which texts are looked for: every one on a small board, else evenly `most` with and `most` without a double."""
    size = Counter(text.cluster for text in texts)
    double = [n for n, text in enumerate(texts) if size[text.cluster] > 1]
    new = [n for n, text in enumerate(texts) if size[text.cluster] == 1]
    return sorted(n for some in (double, new) for n in some[:: max(1, len(some) // most)][:most])


def table(title: str, ideas: int, answers: Sequence[Answer], panel: float, question: float) -> str:
    """What came out, in Markdown."""
    double, new = ([a for a in answers if a.is_new == is_new] for is_new in (False, True))
    lines = [f"\n{title}: {ideas:,} ideas, {len(double):,} looked for that are there, {len(new):,} that are new.\n"]
    if double:
        hits = {most: share([0 < a.place <= most for a in double]) for most in (1, 5, 10)}
        found = ", ".join(f"hit@{most} {hit:.3f}" for most, hit in hits.items())
        lines.append(f"{found} (goal: hit@5 >= {HIT:.2f}: {'yes' if hits[5] >= HIT else '**no**'})\n")
    lines += ["| score from | new idea disturbed | duplicate shown |", "|---|---|---|"]
    marks = {panel: " (panel)", question: " (question)"}
    for level in sorted({*LEVELS, panel, question}):
        shares = [f"{share([a.score >= level for a in some]):.3f}" if some else "-" for some in (new, double)]
        lines.append(f"| {level:.3f}{marks.get(level, '')} | {' | '.join(shares)} |")
    disturbed = share([a.score >= panel for a in new])
    lines.append(f"\nDisturbed at the panel <= {DISTURBED:.2f}: {'yes' if disturbed <= DISTURBED else '**no**'}.")
    lines.append(latency([a.took for a in answers]))
    return "\n".join(lines)


def share(those: Sequence[bool]) -> float:
    """Of them, how many; 0 of none."""
    return sum(those) / len(those) if those else 0.0


def latency(times: Sequence[float]) -> str:
    """The middle, and what nineteen of twenty do not exceed."""
    last = sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]
    return f"Latency of one search: p50 {statistics.median(times):.1f} ms, p95 {last:.1f} ms."


def main() -> int:
    """Starts the database and measures beside it; `python -m bench similar` is the same."""
    ours = ROOT / ".venv" / "bin" / "python"
    command = [str(ours) if ours.exists() else sys.executable, "-m", "bench", "similar"]
    names = [str(Path(name).resolve()) if Path(name).exists() else name for name in sys.argv[1:]]
    return subprocess.call([*command, *names], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
