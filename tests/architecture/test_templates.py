"""Pages hold no script and no style, fragments are neutral, and nothing comes from another host."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if "email" not in path.parts and "mail" not in path.parts]
BROADCAST = ["feed/_post.html", "feed/_whole_post.html", "conversations/_comment.html", "conversations/_stats.html",
             "conversations/_reactions.html", "notifications/_count.html"]  # fmt: skip


def matches(paths: list[Path], *patterns: str) -> list[str]:
    """What stands in these templates and should not, with the template's name."""
    return [
        f"{path.relative_to(ROOT / 'templates')}: {found.group()}"
        for path in paths
        for pattern in patterns
        for found in re.finditer(pattern, path.read_text())
    ]


def test_no_inline_script_style_or_handler() -> None:
    scripts = r"<script(?![^>]*(?:src=|application/json))"
    assert matches(PAGES, scripts, r"<style|\sstyle=|\son\w+=\"|href=\"javascript:") == []


def test_no_other_host() -> None:
    assert matches(TEMPLATES, r"(?:src|href|action)=\"(?:https?:)?//[^\"]+") == []


@pytest.mark.parametrize("name", BROADCAST)
def test_a_broadcast_fragment_knows_no_viewer(name: str) -> None:
    seen, todo = set(), [name]
    while todo:
        text = (ROOT / "templates" / todo[0]).read_text()
        seen.add(todo.pop(0))
        todo += [n for n in re.findall(r'include "([^"]+)"', text) if n not in seen and n not in todo]
        assert re.findall(r"\b(?:request|user|perms|csrf_token|person\.(?:pk|id)\s*==)\b", text) == []


def test_every_comment_ends_on_its_own_line() -> None:
    """Django shows one that does not to the reader."""
    lines = ((path, line) for path in TEMPLATES for line in path.read_text().splitlines())
    assert [f"{path.name}: {line}" for path, line in lines if line.count("{#") != line.count("#}")] == []


def test_every_hx_element_also_works_without_script() -> None:
    """hx-get beside an href or on a form with an action; loading panels hold a plain link."""
    poor = []
    for path in PAGES:
        for tag in re.findall(r"<(?:a|form|button|input|select)\b[^>]*\bhx-(?:get|post)=[^>]*>", path.read_text()):
            if not re.search(r"\b(?:href|action|formaction|form|name)=", tag):
                poor.append(f"{path.relative_to(ROOT)}: {tag[:80]}")
    assert poor == []
