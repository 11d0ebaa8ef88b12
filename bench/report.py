"""The one table: each figure, its goal, and its ratio to what this very stack did in the same run."""

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from bench.goals import BY_KEY, HTML, LIVE, MEMORY, RATIO_TO_FLOOR, SLOWER, SOCKET, STORM, STYLES, Goal

Found = dict[str, Any]
COLUMNS = (
    "Figure", "rate /s", "p50 ms", "p95 ms", "p99 ms", "errors", "queries (cold)", "kB (gzip)", "of the floor", "goal",
    "reached", "note",
)  # fmt: skip
HEAD = f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|\n"


class Verdict(NamedTuple):
    """A goal in words, and whether it is reached; None: there is none, or it was not measured."""

    goal: str = ""
    reached: bool | None = None


def table(found: Found, before: Found | None) -> str:
    """The report in Markdown."""
    lines = {line["key"]: line for line in found["lines"]}
    rows = [_row(line, lines) for line in found["lines"]]
    others = [
        f"| {what} | {value} | {verdict.goal} | {_mark(verdict)} |\n" for what, value, verdict in _others(found, before)
    ]
    return (
        _head(found)
        + HEAD
        + "".join(rows)
        + "\n| Besides | measured | goal | reached |\n|---|---|---|---|\n"
        + "".join(others)
        + _scans(found)
    )


def exit_code(found: Found, before: Found | None) -> int:
    """1 when an answer was wrong or missing, or a query of a page reads a large table from end to end."""
    wrong = sum(line["errors"] for run in (found, before) if run for line in run["lines"])
    storm = found.get("storm") or {}
    return int(bool(wrong or storm.get("refused") or storm.get("behind") or storm.get("failed") or found.get("scans")))


def _head(found: Found) -> str:
    sizes = ", ".join(f"{count:,} {what}" for what, count in found["sizes"].items())
    facts = "".join(f"- {name}: {value}\n" for name, value in found["machine"].items())
    return f"Data: {sizes}. 16 people at once (posts: one), 2 web processes, client on the same machine.\n\n{facts}\n"


def _row(line: Found, lines: dict[str, Found]) -> str:
    cost, verdict = line["cost"], _verdict(line, lines)
    cells = [
        line["title"],
        f"{line['rate']:.0f}" if line["rate"] else "",
        *(_milliseconds(line[name]) for name in ("p50", "p95", "p99")),
        str(line["errors"]),
        f"{cost['queries']} ({cost['cold']})" if cost else "",
        f"{cost['bytes'] / 1000:.0f} ({cost['gzipped'] / 1000:.1f})" if cost else "",
        _of_the_floor(line, lines),
        verdict.goal,
        _mark(verdict),
        "; ".join(filter(None, [line["note"], _client(line), *line["problems"]])),
    ]
    return f"| {' | '.join(cells)} |\n"


def _client(line: Found) -> str:
    return f"client {line['client']:.2f} of a core" if line["client"] else ""


def _milliseconds(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.1f}"


def _of_the_floor(line: Found, lines: dict[str, Found]) -> str:
    """Pages: share of the rate of the floor's page. Live: how many times as long as the layer alone needs."""
    if line["key"].startswith("live") and "layer" in lines:
        return f"{line['p95'] / lines['layer']['p95']:.1f} x"
    if line["cost"] or line["key"] in ("trivial", "create"):
        return f"{line['rate'] / lines['floor']['rate']:.2f}" if "floor" in lines else ""
    return ""


def _verdict(line: Found, lines: dict[str, Found]) -> Verdict:
    if line["key"].startswith("live"):
        limit = LIVE.get(line["key"].rsplit("-", 1)[0])
        return Verdict(f"p95 <= {limit:.0f} ms", line["p95"] <= limit) if limit else Verdict()
    goal, cost = BY_KEY.get(line["key"], Goal()), line["cost"]
    floor = RATIO_TO_FLOOR * lines["floor"]["rate"] if line["key"] == "home" and "floor" in lines else None
    parts = [
        goal.rate and (f">= {goal.rate:.0f}/s", line["rate"] >= goal.rate),
        goal.p95 and (f"p95 <= {goal.p95:.0f} ms", line["p95"] <= goal.p95),
        goal.p50 and (f"p50 <= {goal.p50:.0f} ms", line["p50"] <= goal.p50),
        goal.queries and cost and (f"<= {goal.queries} queries", cost["queries"] <= goal.queries),
        floor and (f">= {RATIO_TO_FLOOR} of the floor", line["rate"] >= floor),
    ]
    asked = [part for part in parts if part]
    return Verdict(", ".join(text for text, _ in asked), all(reached for _, reached in asked) if asked else None)


def _mark(verdict: Verdict) -> str:
    return {True: "yes", False: "**no**", None: ""}[verdict.reached]


def _others(found: Found, before: Found | None) -> Iterator[tuple[str, str, Verdict]]:
    storm, weight = found["storm"], found["weight"]
    good = not (storm["refused"] or storm["behind"] or storm["failed"])
    yield (
        f"storm: {storm['sockets']:,} sockets cut off, back within 5 s while {storm['posts']} posts are made",
        f"{storm['refused']} refused, {storm['behind']} not caught up, the last after {storm['caught_up']:.1f} s",
        Verdict(f"0 refused, caught up <= {STORM} s", good and storm["caught_up"] <= STORM),
    )
    yield from _memory(found)
    yield _below("home, HTML gzipped", weight["html"] / 1000, HTML, "kB")
    files = f"CSS {weight['css'] / 1000:.1f} + JS {weight['js'] / 1000:.1f} kB, {len(weight['files'])} files, gzipped"
    yield _below(files, (weight["css"] + weight["js"]) / 1000, STYLES, "kB")
    if before:
        yield from _slower(found, before)


def _below(what: str, value: float, limit: float, unit: str) -> tuple[str, str, Verdict]:
    return what, f"{value:.1f} {unit}", Verdict(f"<= {limit} {unit}", value <= limit)


def _memory(found: Found) -> Iterator[tuple[str, str, Verdict]]:
    for moment in ("memory at the start", "memory at rest", "memory after the pages", "memory with sockets"):
        held = found[moment]
        text = ", ".join(f"{resident:.0f} MiB ({share:.0f} proportional)" for resident, share in held)
        fits = all(resident <= MEMORY for resident, _ in held)
        yield (
            f"{moment}, resident, of each web process",
            text,
            (Verdict(f"<= {MEMORY} MiB", fits) if moment == "memory at rest" else Verdict()),
        )
    if "KiB a socket, 1000" in found:
        yield _below("memory of an open socket, of 1,000", found["KiB a socket, 1000"], SOCKET, "KiB")


def _slower(found: Found, before: Found) -> Iterator[tuple[str, str, Verdict]]:
    """The same pages on fifty times the posts."""
    small = {line["key"]: line for line in before["lines"]}
    counts = f"{found['sizes']['posts']:,} posts instead of {before['sizes']['posts']:,}"
    for line in found["lines"]:
        if line["key"] in small and line["key"] not in ("trivial", "floor"):
            times = line["p95"] / small[line["key"]]["p95"]
            text = f"{times:.2f} x p95 ({small[line['key']]['p95']:.0f} -> {line['p95']:.0f} ms)"
            yield f"{line['title']}: {counts}", text, Verdict(f"<= {SLOWER} x", times <= SLOWER)


def _scans(found: Found) -> str:
    scans: dict[str, str] = found["scans"]
    if not scans:
        return "\nNo query of these pages reads a table of 10,000 rows or more from end to end (EXPLAIN of each).\n"
    listed = "".join(f"- {where}\n\n      {sql[:600]}\n" for where, sql in scans.items())
    return f"\n**Read from end to end, which no page may do:**\n\n{listed}"
