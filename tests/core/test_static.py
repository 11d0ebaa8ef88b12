"""What is served of our own scripts and styles."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

pytestmark = pytest.mark.slow
OURS = Path(__file__).resolve().parents[2] / "static"


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The folder that the server serves, made afresh."""
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("static")
    stores = {**settings.STORAGES, "staticfiles": {"BACKEND": "network.core.static.BundledStaticFiles"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=stores):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


def tokens(text):
    """A script without its comments and without what separates its words."""
    return re.sub(r"\s+", "", re.sub(r"(?m)^\s*/\*[\s\S]*?\*/|^\s*//.*$", "", text))


def test_scripts_lose_comments_and_indents_and_nothing_else(collected):
    for path in (OURS / "js").rglob("*.js"):
        served = (collected / path.relative_to(OURS)).read_text()
        assert not re.search(r"(?m)^[ \t]|^//|^/\*", served), path.name
        bare = re.sub(r"\.[0-9a-f]{12}\.", ".", served)
        assert tokens(bare) == tokens(path.read_text()), path.name


def test_no_text_of_a_script_spans_lines(collected):
    for path in (OURS / "js").rglob("*.js"):
        assert not [text for text in re.findall(r"`[^`]*`", path.read_text()) if "\n" in text], path.name


def test_the_style_sheet_is_one_file(collected):
    assert "@import" not in (collected / "css" / "app.css").read_text()
