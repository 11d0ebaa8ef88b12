"""The shared parts of the look: safe, neutral, and never only a colour."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from network.core.static import BUNDLES
from network.core.templatetags import ui


@dataclass
class Department:
    pk: int
    name: str


@dataclass
class Colleague:
    initials: str = "KN"
    department_id: int | None = 2
    photo: str = ""

    def photo_url(self, size: int) -> str:
        return f"/photo/{size}/" if self.photo else ""


class Letter(forms.Form):
    email = forms.EmailField(label="Email", help_text="The one from work")
    text = forms.CharField(widget=forms.Textarea(attrs={"class": "tall"}))
    place = forms.ChoiceField(choices=[("h", "Harstad")])
    kind = forms.ChoiceField(choices=[("o", "Open"), ("c", "Closed")], widget=forms.RadioSelect)
    urgent = forms.BooleanField(required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def rendered(source: str, **context: object) -> str:
    with translation.override("en"):
        return Template("{% load ui %}" + source).render(Context(context))


def test_an_icon_is_decoration_from_the_sprite() -> None:
    svg = ui.icon("bell", "sm")
    assert 'class="icon icon--sm" aria-hidden="true"' in svg
    assert "img/icons" in svg
    assert svg.endswith('#i-bell"/></svg>')


def test_a_person_without_a_photo_has_initials_on_the_tint_of_the_department() -> None:
    assert ui.avatar(Colleague()) == '<span class="avatar cat-3" aria-hidden="true">KN</span>'
    assert "cat-8" in ui.avatar(Colleague(department_id=None))


def test_a_photo_has_its_size_and_is_asked_for_at_twice_the_pixels() -> None:
    assert '<img src="/photo/128/" alt="" width="64" height="64"' in ui.avatar(Colleague(photo="x"), "lg")


def test_initials_are_escaped() -> None:
    assert "&lt;b" in ui.avatar(Colleague(initials="<b"))


def test_faces_say_how_many_more() -> None:
    html = ui.faces([Colleague(), Colleague()], 12, "sm")
    assert html.count("avatar--sm") == 2
    assert "+12" in html
    assert "faces__more" not in ui.faces([Colleague()])


def test_a_department_is_a_name_with_a_colour_never_a_colour_alone() -> None:
    assert ui.dept(Department(9, "R&D")) == '<span class="dept cat-2">R&amp;D</span>'
    assert ui.dept(None) == ""
    assert (ui.tint(Department(7, "x")), ui.tint(None)) == (8, 8)


@pytest.mark.parametrize(
    ("segments", "words"), [([("A", 1, 3)], "1 department"), ([("A", 1, 9), ("B", 2, 1)], "2 departments")]
)
def test_the_words_carry_the_spread(segments: list[tuple[str, int, int]], words: str) -> None:
    with translation.override("en"):
        assert f"<span>{words}</span>" in ui.spread(segments)


def test_a_spread_fills_its_bar_and_shows_even_one_person() -> None:
    html = ui.spread([("A", 1, 999), ("B", 2, 1)], "mixed", "lg")
    assert "spread--lg" in html
    assert '<rect class="cat-2" x="96.2" width="3.8"' in html
    assert "style=" not in html


def test_a_spread_of_nobody_is_an_empty_bar() -> None:
    assert "<rect" not in ui.spread([])


@pytest.mark.parametrize(("language", "words"), [("nb", "24. nov. 2026 kl. 18.40"), ("en", "24 Nov 2026, 18:40")])
def test_the_server_writes_the_full_time_in_the_language_of_the_page(language: str, words: str) -> None:
    with translation.override(language):
        html = ui.ago(datetime(2026, 11, 24, 17, 40, tzinfo=UTC))
    assert f">{words}</time>" in html
    assert 'datetime="2026-11-24T17:40:00+00:00" data-ago' in html


@pytest.mark.parametrize(("language", "words"), [("nb", "1. mars 2027"), ("en", "1 March 2027")])
def test_a_day_is_written_with_its_month_in_letters(language: str, words: str) -> None:
    with translation.override(language):
        assert ui.whole_day(date(2027, 3, 1)) == words


def test_a_field_has_label_then_hint_then_error_then_control() -> None:
    html = rendered("{% field form.email %}", form=Letter({"email": "nobody"}))
    places = [html.index(part) for part in ("<label", "field__hint", "field__error", "<input")]
    assert places == sorted(places)
    assert 'aria-describedby="id_email_hint id_email_error"' in html
    assert 'aria-invalid="true"' in html


def test_each_kind_of_control_has_its_look() -> None:
    form = Letter()
    html = rendered("{% for one in form %}{% field one %}{% endfor %}", form=form)
    assert 'class="textarea tall"' in html
    assert 'class="select"' in html
    assert 'class="input"' in html
    assert html.count('<label class="check"') == 3
    assert "<legend>Kind</legend>" in html
    assert '<input type="hidden" name="key"' in html


def test_a_hidden_field_has_no_label() -> None:
    assert "<label" not in rendered("{% field form.key %}", form=Letter())


def test_the_error_summary_links_every_fault_to_its_field() -> None:
    form = Letter({"email": "x", "text": "", "place": "h", "kind": "o"})
    form.add_error(None, "The whole is wrong")
    html = rendered("{% error_summary form %}", form=form)
    assert 'href="#id_email"' in html
    assert 'href="#id_text"' in html
    assert "The whole is wrong" in html
    assert 'tabindex="-1" data-focus' in html


def test_a_form_without_faults_has_no_summary() -> None:
    assert rendered("{% error_summary form %}", form=Letter()).strip() == ""


def test_every_icon_that_a_page_asks_for_is_in_the_sprite() -> None:
    sprite = (settings.BASE_DIR / "static/img/icons.svg").read_text()
    drawn = set(re.findall(r'<symbol id="i-([a-z-]+)"', sprite))
    templates = (settings.BASE_DIR / "templates").rglob("*.html")
    asked = {name for page in templates for name in re.findall(r'{% icon "([a-z-]+)"', page.read_text())}
    assert asked <= drawn


def test_every_stylesheet_is_in_one_bundle_once() -> None:
    css = settings.BASE_DIR / "static/css"
    sources = "".join((settings.BASE_DIR / "static" / bundle).read_text() for bundle in BUNDLES)
    bundled = re.findall(r'@import url\("([^"]+)"\) layer\(\w+\);', sources)
    there = {f"css/{sheet.relative_to(css)}" for sheet in css.rglob("*.css")} - {*BUNDLES, "css/fonts.css"}
    assert sorted(f"css/{name}" for name in bundled) == sorted(there)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_words_of_the_scripts_are_data_that_parses(language: str) -> None:
    with translation.override(language):
        html = render_to_string("ui/_words.html")
    words = json.loads(html[html.index("{") : html.rindex("}") + 1])
    assert all(words.values())
    assert "{n}" in words["new_many"]


@pytest.mark.parametrize("page", ["500.html", "offline.html"])
def test_the_last_page_needs_no_context_and_speaks_both_languages(page: str) -> None:
    html = render_to_string(page)
    assert '<html lang="nb">' in html
    assert 'lang="en"' in html
    assert "<script" not in html
