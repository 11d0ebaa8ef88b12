"""Everything that is measured beside a running stack, written down for the report."""

import asyncio
import json
import os
import sys
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from django.conf import settings

from bench import crowd as crowds
from bench.client import Load, Span, Visitor, load, percentile
from bench.data import SIZES, Size
from bench.live import Audience, Delivery, fan_out, layer_alone
from bench.machine import machine, memory_of
from bench.pages import BY_KEY, COMPARED, FLOORS, PAGES, Page
from bench.plans import Cost, costs
from bench.storm import Storm
from bench.weight import Weight, weigh
from bench.writing import Writer, create_posts
from network.feed.models import Post

ROUNDS = 20  # posts to everyone for each number of open sockets
STORMERS = 1000


@dataclass
class Line:
    """One measured figure; times in milliseconds. `cost` is None where it makes no sense."""

    key: str
    title: str
    rate: float
    p50: float
    p95: float
    p99: float
    errors: int
    problems: list[str] = field(default_factory=list)
    client: float = 0.0
    cost: Cost | None = None
    note: str = ""


class Run:
    """One run against one stack."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.ports = [int(port) for port in os.environ["BENCH_PORTS"].split(",")]
        self.pids = [int(pid) for pid in os.environ["BENCH_PIDS"].split(",")]
        self.span = Span(*size.seconds)
        self.crowd = crowds.Crowd.kept(settings.VAR_DIR / "crowd.json")
        crowds.forget_runs(self.crowd)
        self.visitors = crowds.sign_in(self.crowd.visitors)
        self.heavy = crowds.sign_in([self.crowd.heavy])[0]
        self.lines: list[Line] = []
        self.found: dict[str, object] = {"size": size.name, "sizes": crowds.sizes(), "machine": machine()}

    def pages(self, pages: tuple[Page, ...]) -> None:
        """Each page under the load of all visitors at once."""
        for page in pages:
            if page.warm:
                asyncio.run(load(partial(page.wish, self.crowd), self.visitors, self.ports, self.span))
            visitors = [self.heavy] * len(self.visitors) if page.heavy else self.visitors
            result = asyncio.run(load(partial(page.wish, self.crowd), visitors, self.ports, self.span))
            self.note(line_of(page.key, page.title, result))

    def posts(self) -> None:
        """One person writes; afterwards as many posts stand in the database as were answered for."""
        before = Post.objects.count()
        result = asyncio.run(create_posts(self.visitors[0], self.ports[0], self.span))
        line = line_of("create", "create a post, 1 client", result)
        line.note = f"{Post.objects.count() - before} written"
        self.note(line)

    def memory(self, key: str) -> list[float]:
        """MiB resident of each web process, noted under the key."""
        held = [memory_of(pid) for pid in self.pids]
        self.found[key] = [[round(number, 1) for number in one] for one in held]
        return [one.resident for one in held]

    def live(self) -> None:
        """Delivery to ever more sockets, and what an open socket holds."""
        layer = asyncio.run(layer_alone(len(self.ports)))
        self.note(line_of("layer", "floor: the channel layer alone, 2 subscribers", Load(sum(layer), layer)))
        people = crowds.sign_in(crowds.everybody(max(self.size.sockets)))
        for count in self.size.sockets:
            before = self.memory("memory before sockets")
            delivery, after = asyncio.run(self._fan_out(people[:count]))
            grown = sum(after) - sum(before)
            self._note_delivery(count, delivery, f"{grown * 1024 / count:.0f} KiB a socket" if count >= 100 else "")
            self.found[f"KiB a socket, {count}"] = grown * 1024 / count
        stormers = people[:STORMERS]
        self.found["storm"] = asyncio.run(self._storm(stormers))
        print(f"storm: {self.found['storm']}", file=sys.stderr, flush=True)

    async def _fan_out(self, people: list[Visitor]) -> tuple[Delivery, list[float]]:
        writer = Writer(self.ports[0], self.visitors[0])
        await writer.open()
        audience = Audience(people, self.ports)
        delivery = await fan_out(audience, writer, ROUNDS)
        after = self.memory("memory with sockets")
        for socket in audience.sockets:
            socket.drop()
        writer.connection.close()
        await asyncio.sleep(1)
        return delivery, after

    async def _storm(self, people: list[Visitor]) -> dict[str, object]:
        writer = Writer(self.ports[0], self.visitors[0])
        await writer.open()
        found = await Storm(people, self.ports, writer).rage()
        writer.connection.close()
        return found

    def _note_delivery(self, count: int, delivery: Delivery, note: str) -> None:
        errors = delivery.lost + len(delivery.refused)
        figures = (("each", "every delivery", delivery.each), ("last", "the last delivery", delivery.last))
        for key, title, times in figures:
            line = line_of(f"live-{count}-{key}", f"live, {count:,} sockets: {title}", Load(0.0, times, errors))
            line.problems = delivery.refused[:3]
            line.note = note if key == "each" else f"p95 {percentile(delivery.from_click, 0.95):.0f} ms from the click"
            self.note(line)

    def costs(self) -> None:
        """Queries and weights, asked in this process after the load."""
        found, scans = costs(self.crowd, self.visitors[0], self.heavy)
        for line in self.lines:
            line.cost = found.get(line.key)
        self.found["scans"] = {where: queries[0] for where, queries in scans.items()}

    def note(self, line: Line) -> None:
        """Keeps a line, and shows it as the run goes on."""
        self.lines.append(line)
        shown = f"{line.rate:8.1f}/s  p50 {line.p50:7.1f}  p95 {line.p95:7.1f}  p99 {line.p99:7.1f} ms"
        print(f"{line.title:52} {shown}  errors {line.errors} {line.problems[:1] or ''}", file=sys.stderr, flush=True)

    def keep(self, path: Path) -> None:
        """Writes everything down."""
        self.found["lines"] = [asdict(line) | {"cost": line.cost and line.cost._asdict()} for line in self.lines]
        path.write_text(json.dumps(self.found, ensure_ascii=False, indent=1))


def line_of(key: str, title: str, result: Load) -> Line:
    """The figures of a load."""
    p50, p95, p99 = (percentile(result.times, share) for share in (0.5, 0.95, 0.99))
    return Line(key, title, result.rate, p50, p95, p99, result.errors, result.problems, result.client)


def run(scope: str = "everything", size: str = "small", path: str = "") -> int:
    """Measures everything, or only the pages that are compared between sizes."""
    one = Run(SIZES[size])
    one.memory("memory at the start")
    one.pages((FLOORS[0], BY_KEY["home"]))  # unmeasured: every thread has served
    one.lines.clear()
    if scope == "pages":
        one.pages((*FLOORS, *(BY_KEY[key] for key in COMPARED)))
    else:
        one.memory("memory at rest")
        one.pages((*FLOORS, *PAGES))
        one.memory("memory after the pages")
        one.costs()  # before anything is written: what a run writes is plainer than what a company says
        weight: Weight = asyncio.run(weigh(one.visitors[0], one.ports[0]))
        one.found["weight"] = asdict(weight)
        one.posts()
        one.live()
    one.keep(Path(path))
    return 0
