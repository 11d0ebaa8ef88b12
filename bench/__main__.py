"""`python -m bench full|small` measures everything, `build SIZE` makes only the data; `finder` asks for misspelt names,
`importing` brings 50,000 people in, `ranking` compares orders of an idea board, `detectors` reads posts, `comparing`
compares long sections of the rules, `similar [FILE]` looks for ideas that are written twice (see bench/similar.py),
`board` asks for a large idea board, `moderation` for a long queue of cases, `announcing` tells 5,000 people who won,
`profile PAGE` and `lanes` look at one thing closely.

The parent starts the stack and knows no Django; what measures runs beside the stack with its settings.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from bench import comparing, data, detectors, ranking, report
from network import embedded
from network.stack import Stack

PORTS = [int(port) for port in os.environ.get("BENCH_PORTS", "8111,8112").split(",")]
ALONE = {
    "ranking": ranking.run,
    "detectors": detectors.run,
    "comparing": comparing.run,
}  # need neither data nor servers
INSIDE = {  # need Django
    "gather": "gathering", "measure": "measure", "lanes": "lanes", "profile": "profile", "finder": "finder",
    "importing": "importing", "similar": "likeness", "board": "board", "announcing": "announcing",
    "moderation": "moderation",
}  # fmt: skip


def main() -> int:
    """Runs what is asked; 1 when a request failed or a hot query reads a whole table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", choices=[*data.SIZES, "build", *ALONE, *INSIDE])
    parser.add_argument("rest", nargs="*", help="pages to profile; sizes (default: the largest that is built)")
    asked = parser.parse_args()
    if asked.what in ALONE:
        print(ALONE[asked.what]())
        return 0
    _raise_file_limit()
    if os.environ.get("BENCH_INSIDE") or asked.what == "gather":
        return _inside(asked.what, asked.rest)
    if asked.what in data.SIZES:
        return _everything(data.SIZES[asked.what])
    if asked.what == "build":
        return _build(asked.rest)
    if asked.what == "finder":
        print(_finder())
        return 0
    if asked.what in ("importing", "similar", "board", "announcing", "moderation"):
        return _on_empty_site(asked.what, asked.rest)
    size = next((data.SIZES[word] for word in asked.rest if word in data.SIZES), _largest())
    with _stack(size) as stack:
        return _beside(stack, asked.what, *[word for word in asked.rest if word not in data.SIZES])


def _build(names: list[str]) -> int:
    for name in names or ["full"]:
        print(f"{name} lies in {data.build(data.SIZES[name])}")
    return 0


def _everything(size: data.Size) -> int:
    """Measures; a full run measures the pages on the small company first, to compare."""
    before = _measured(data.SIZES["small"], "pages") if size.name == "full" else None
    found = _measured(size, "everything")
    text = report.table(found, before) + (f"\n{_finder()}" if before else "")
    path = data.folder(size) / "report.md"
    path.write_text(text)
    print(text)
    print(f"Kept in {path}", file=sys.stderr)
    return report.exit_code(found, before)


def _finder() -> str:
    """The table of the finder: the pages are asked for in one process beside the database."""
    var = data.build(data.FINDER)
    with embedded.Server(var):
        env = data.environment(var) | {"BENCH_INSIDE": "1"}
        command = [sys.executable, "-m", "bench", "finder"]
        return subprocess.run(command, cwd=data.ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True).stdout


def _on_empty_site(what: str, rest: list[str]) -> int:
    """The table of what is measured on a site of its own that is empty each time."""
    rest = [str(Path(name).resolve()) if Path(name).exists() else name for name in rest]
    var = data.empty(what)
    with embedded.Server(var):
        env = data.environment(var) | {"BENCH_INSIDE": "1"}
        return subprocess.call([sys.executable, "-m", "bench", what, *rest], cwd=data.ROOT, env=env)


def _measured(size: data.Size, scope: str) -> dict[str, object]:
    path = data.folder(size) / "found.json"
    with _stack(size) as stack:
        path.unlink(missing_ok=True)
        if code := _beside(stack, "measure", scope, size.name, str(path)):
            raise SystemExit(code)
    found: dict[str, object] = json.loads(path.read_text())
    return found


def _stack(size: data.Size) -> Stack:
    var = data.build(size)
    for name in ("DATABASE_URL", "REDIS_URL"):  # the bench brings its own
        os.environ.pop(name, None)
    extra = {"DJANGO_SETTINGS_MODULE": "bench.settings", "GLOD_DEMO": "0"}
    return Stack(var, web=len(PORTS), ports=PORTS, extra=extra)


def _beside(stack: Stack, *command: str) -> int:
    pids = ",".join(str(process.pid) for process in stack.web)
    env = stack.env | {"BENCH_INSIDE": "1", "BENCH_PIDS": pids, "BENCH_PORTS": ",".join(map(str, stack.ports))}
    return subprocess.call([sys.executable, "-m", "bench", *command], cwd=data.ROOT, env=env)


def _inside(what: str, rest: list[str]) -> int:
    import django  # noqa: PLC0415 (only where there are settings)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    code: int = import_module(f"bench.{INSIDE[what]}").run(*rest)
    return code


def _largest() -> data.Size:
    built = [size for size in data.SIZES.values() if Path(data.folder(size) / "crowd").exists()]
    return max(built or [data.SIZES["small"]], key=lambda size: size.posts)


def _raise_file_limit() -> None:
    """Thousands of sockets on both sides; the stack's processes inherit it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    sys.exit(main())
