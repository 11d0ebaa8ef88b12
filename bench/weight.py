"""What a browser loads for the home page, gzipped as the proxy sends it; fonts and pictures are not counted."""

import gzip
import re
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlparse

from bench.client import Connection, Visitor

STYLE = re.compile(r'<link[^>]+rel="stylesheet"[^>]*>')
ADDRESS = re.compile(r'(?:href|src)="([^"]+)"')
SCRIPT = re.compile(r'<script[^>]+src="[^"]+"[^>]*>')
IMPORT = re.compile(r"""(?:from|import)\s*["'](\.{1,2}/[^"']+)["']""")


@dataclass
class Weight:
    """Bytes, gzipped."""

    html: int = 0
    css: int = 0
    js: int = 0
    files: dict[str, int] = field(default_factory=dict)


async def weigh(visitor: Visitor, port: int) -> Weight:
    """The home page with all its styles and scripts, and the modules that they import."""
    weight = Weight()
    async with Connection(port, visitor) as connection:
        page = (await connection.ask("/")).body
        weight.html = len(gzip.compress(page, 6))
        text = page.decode()
        waiting = deque(urljoin("/", ADDRESS.findall(tag)[0]) for tag in (*STYLE.findall(text), *SCRIPT.findall(text)))
        while waiting:
            address = urlparse(waiting.popleft()).path
            if address in weight.files:
                continue
            answer = await connection.ask(address)
            if answer.status != 200:
                raise SystemExit(f"{address} answered {answer.status}.")
            weight.files[address] = size = len(gzip.compress(answer.body, 6))
            if address.endswith(".js"):
                weight.js += size
                waiting.extend(urljoin(address, name) for name in IMPORT.findall(answer.body.decode()))
            else:
                weight.css += size
    return weight
