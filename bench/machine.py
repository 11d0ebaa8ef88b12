"""What it is measured on: the machine, the versions, and how much memory a process holds."""

import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlparse

import redis
from django.conf import settings
from django.db import connection

from network.core.clock import now


class Memory(NamedTuple):
    """MiB: resident, and the proportional share where pages are shared with others."""

    resident: float
    proportional: float


def memory_of(pid: int) -> Memory:
    """What the kernel says now."""
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text()
    resident, proportional = (int(re.findall(rf"^{name}:\s+(\d+)", rows, re.MULTILINE)[0]) for name in ("Rss", "Pss"))
    return Memory(resident / 1024, proportional / 1024)


def machine() -> dict[str, str]:
    """Lines for the head of the report."""
    model = re.findall(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    total = int(re.findall(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[0])
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = cursor.fetchone()[0]
    parts = urlparse(settings.REDIS_URL)
    engine = redis.Redis(host=parts.hostname or "127.0.0.1", port=parts.port or 6379)
    named = ("Django", "channels", "channels_redis", "daphne", "a2wsgi", "psycopg")
    return {
        "date": now().strftime("%Y-%m-%d %H:%M UTC"),
        "processor": f"{os.cpu_count()} cores, {model[0] if model else platform.machine()}",
        "memory": f"{total / 2**20:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "versions": ", ".join(
            [
                f"Python {platform.python_version()}",
                *(f"{name} {version(name)}" for name in named),
                f"PostgreSQL {postgres}",
                f"Redis {engine.info('server')['redis_version']}",
            ]
        ),
        "commit": _commit(),
    }


def _commit() -> str:
    found = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"
