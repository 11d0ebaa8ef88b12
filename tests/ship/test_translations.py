"""Catalogues are compiled without gettext, and only what is sure gets in."""

import gettext
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import override

from network.management.commands.compile_translations import compile_catalogue, require_complete

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
SURE = 'msgid "Thanks"\nmsgstr "Takk"\n\n'
UNSURE = '#, fuzzy\nmsgid "Cheer"\nmsgstr "Kanskje heia"\n\n'


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "django.po"
    path.write_text(HEAD + SURE + UNSURE, encoding="utf-8")
    return path


def test_a_sure_text_is_translated_and_an_unsure_one_is_not(catalogue: Path) -> None:
    assert compile_catalogue(catalogue)
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        texts = gettext.GNUTranslations(compiled)
    assert texts.gettext("Thanks") == "Takk"
    assert texts.gettext("Cheer") == "Cheer"


def test_an_unchanged_catalogue_is_not_compiled_again(catalogue: Path) -> None:
    assert compile_catalogue(catalogue)
    assert not compile_catalogue(catalogue)


def test_a_catalogue_with_open_texts_is_named(catalogue: Path) -> None:
    with pytest.raises(CommandError, match="1 texts are not translated:\n  'Cheer'"):
        require_complete(catalogue)


def test_a_complete_catalogue_passes(catalogue: Path) -> None:
    catalogue.write_text(HEAD + SURE, encoding="utf-8")
    require_complete(catalogue)


def test_the_command_names_what_it_compiled_once_and_what_is_open(tmp_path: Path, settings: Any) -> None:
    path = tmp_path / "nb" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + SURE + UNSURE, encoding="utf-8")
    settings.LOCALE_PATHS = [tmp_path]
    said = StringIO()
    call_command("compile_translations", stdout=said)
    call_command("compile_translations", stdout=said)
    assert said.getvalue().splitlines() == ["nb/django.po compiled"]
    with pytest.raises(CommandError, match="1 texts are not translated"):
        call_command("compile_translations", check=True)


def test_a_process_reads_what_it_has_just_compiled(catalogue: Path, tmp_path: Path, settings: Any) -> None:
    path = tmp_path / "nb" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    catalogue.rename(path)
    settings.LOCALE_PATHS = [tmp_path]
    with override("nb"):
        before = translation.gettext("Thanks")
        compile_catalogue(path)
        with override("nb"):
            assert (before, translation.gettext("Thanks")) == ("Thanks", "Takk")
