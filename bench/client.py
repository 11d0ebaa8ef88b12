"""A lean HTTP/1.1 client: it shares the processor with what it measures, so it does as little as it can."""

import asyncio
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple, Self

PATIENCE = 30  # seconds for one answer
FAILURES = (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError)


class Visitor(NamedTuple):
    """Somebody signed in: who they are, and the session that says so."""

    person_id: int
    session: str


class Wish(NamedTuple):
    """What to ask for, and what must stand in the answer."""

    path: str
    marker: bytes
    headers: str = ""


class Answer(NamedTuple):
    """What came back; `headers` is the raw head."""

    status: int
    headers: bytes
    body: bytes

    def header(self, name: bytes) -> str:
        """The first header of that name, or ""."""
        for line in self.headers.split(b"\r\n"):
            if line.lower().startswith(name.lower() + b":"):
                return line.split(b":", 1)[1].strip().decode("latin-1")
        return ""


class Connection:
    """One connection that is kept open, as a browser keeps it, for one visitor."""

    def __init__(self, port: int, visitor: Visitor) -> None:
        self.port = port
        self.cookies = f"session={visitor.session}"
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_problem: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the connection; the next question opens another."""
        if self._writer:
            self._writer.close()
        self._reader = self._writer = None

    async def ask(self, path: str, headers: str = "", body: bytes | None = None) -> Answer:
        """One question and its whole answer; POST when there is a body. Raises OSError and asyncio's errors."""
        try:
            return await asyncio.wait_for(self._ask(path, headers, body), PATIENCE)
        except BaseException:
            self.close()
            raise

    async def _ask(self, path: str, headers: str, body: bytes | None) -> Answer:
        if self._writer is None or self._reader is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        method, length = ("GET", "") if body is None else ("POST", f"Content-Length: {len(body)}\r\n")
        ours = f"Host: 127.0.0.1:{self.port}\r\nCookie: {self.cookies}\r\n"
        head = f"{method} {path} HTTP/1.1\r\n{ours}{headers}{length}\r\n"
        self._writer.write(head.encode("latin-1") + (body or b""))
        found = await self._reader.readuntil(b"\r\n\r\n")
        answer = Answer(int(found[9:12]), found, b"")
        if answer.header(b"Transfer-Encoding") == "chunked":
            return answer._replace(body=await self._chunks(self._reader))
        size = int(answer.header(b"Content-Length") or 0)
        return answer._replace(body=await self._reader.readexactly(size))

    async def _chunks(self, reader: asyncio.StreamReader) -> bytes:
        whole = b""
        while size := int(await reader.readuntil(b"\r\n"), 16):
            whole += (await reader.readexactly(size + 2))[:-2]
        await reader.readexactly(2)
        return whole


@dataclass
class Load:
    """What came of asking for a while."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)  # seconds, of good answers
    errors: int = 0
    problems: list[str] = field(default_factory=list)  # the first few
    bytes: int = 0  # of the largest answer
    client: float = 0.0  # processor seconds of the client itself, per second

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def wrong(self, problem: str) -> None:
        """Counts an answer that was not as it must be."""
        self.errors += 1
        if len(self.problems) < 3:
            self.problems.append(problem)


def percentile(times: Sequence[float], share: float) -> float:
    """The value below which that share lies (nearest rank), in milliseconds; nan of nothing."""
    if not times:
        return float("nan")
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


@dataclass(frozen=True)
class Span:
    """How long to ask: first unmeasured, then measured; both in seconds."""

    warm_up: float
    measured: float


async def load(wish: Callable[[Random], Wish], visitors: Sequence[Visitor], ports: Sequence[int], span: Span) -> Load:
    """Every visitor asks, waits for the answer and asks again; visitors take the ports in turn."""
    begin = time.perf_counter() + span.warm_up
    end = begin + span.measured
    result = Load(seconds=span.measured)
    tasks = [
        _ask_on(wish, Random(number), Connection(ports[number % len(ports)], visitor), (begin, end, result))
        for number, visitor in enumerate(visitors)
    ]
    used = _processor()
    await asyncio.gather(*tasks)
    result.client = (_processor() - used) / (span.warm_up + span.measured)
    return result


async def _ask_on(
    wish: Callable[[Random], Wish], rng: Random, connection: Connection, run: tuple[float, float, Load]
) -> None:
    begin, end, result = run
    async with connection:
        while (start := time.perf_counter()) < end:
            wanted = wish(rng)
            try:
                answer = await connection.ask(wanted.path, wanted.headers)
            except FAILURES as problem:
                result.wrong(f"{wanted.path}: {problem!r}")
                await asyncio.sleep(0.1)
                continue
            done = time.perf_counter()
            if answer.status != 200 or wanted.marker not in answer.body:
                result.wrong(
                    f"{wanted.path}: {answer.status}, {wanted.marker.decode()} not in {len(answer.body)} bytes"
                )
            elif begin <= done <= end:
                result.times.append(done - start)
                result.bytes = max(result.bytes, len(answer.body))


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
