"""The desk of those who write the rules: for everybody else it does not exist."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from network.core.access import Refused
from network.core.http import see_other
from network.core.text import render_markdown
from network.policy.actions import writing
from network.policy.actions.starting import begin_document
from network.policy.actions.unsaved import drop_words
from network.policy.forms.drafts import NAMES, LawsForm, NoteForm, SectionForm, laws_as_lines
from network.policy.models import Section, SectionText, UnsavedText, Version
from network.policy.queries.desk import (
    desk_of,
    document_to_draft,
    has_section,
    note_on,
    section_for,
    section_noted,
    source_of,
)
from network.policy.queries.drafts import changes, documents_without_draft, starters_left
from network.policy.queries.drafts import drafts as open_drafts
from network.policy.queries.sign_offs import asked_of
from network.policy.queries.texts import hash_of_text, source_hash
from network.policy.queries.unsaved import unsaved_text
from network.policy.starter import DOCUMENTS
from network.policy.states import LANGUAGES
from network.policy.views.places import desk, editor_of, fetched, tried
from network.policy.views.unsaved import adrift, keep_anyway


def _draft_url(version: Version, anchor: str = "") -> str:
    return reverse("policy:draft", args=[version.document.slug]) + anchor


@require_GET
def drafts(request: HttpRequest) -> HttpResponse:
    """What is on its way, and of what a new draft can be made."""
    editor_of(request)
    context = {"drafts": open_drafts(), "documents": documents_without_draft(), "starters": starters_left()}
    return render(request, "policy/drafts.html", context)


@require_POST
def new_draft(request: HttpRequest, slug: str) -> HttpResponse:
    """A new draft, like the version that counts."""
    person, document = editor_of(request), fetched(document_to_draft, slug)
    return see_other(request, _draft_url(writing.start_draft(by=person, document=document)))


@require_POST
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    """The first draft of a document, from our own starter."""
    person = editor_of(request)
    if kind not in DOCUMENTS:
        raise Http404
    return see_other(request, _draft_url(begin_document(by=person, starter=kind)))


@require_GET
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Sections, what is missing, what waits for a second editor, and the next steps."""
    person, version = desk(request, slug)
    context = {"desk": desk_of(version, person), "version": version, "asked": asked_of(version), "me": person}
    return render(request, "policy/draft.html", context)


@require_http_methods(["GET", "POST"])
def section_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One section in one language, the other one beside it; two editors at once see each other's words, and what one
    of them did not save is there again when they come back.
    """
    person, version = desk(request, slug)
    language = request.GET.get("language", version.document.language)
    language = language if language in LANGUAGES else version.document.language
    if request.method == "POST" and not has_section(version, pk):
        return adrift(request, person, version, language)
    section = fetched(section_for, version, pk)
    texts = {text.language: text for text in section.texts.all()}
    unsaved = unsaved_text(person, section, texts.get(language), language)
    form = _section_form(request, version, texts.get(language), language, unsaved)
    context: dict[str, Any] = {"form": form, "section": section, "version": version, "language": language}
    if request.method == "POST" and "preview" in request.POST and form.is_valid():
        context["preview"] = render_markdown(form.cleaned_data["body"])
    elif request.method == "POST" and tried(form, partial(_save, person, section, language, form)):
        messages.success(request, _("Saved."))
        return see_other(request, _draft_url(version, f"#section-{section.slug}"))
    context["unsaved"] = keep_anyway(form, person, section, language) if form.is_bound else unsaved
    _show_theirs(context, form, texts.get(language))
    others = [(NAMES[other], other, texts.get(other)) for other in LANGUAGES if other != language]
    return render(request, "policy/section_edit.html", context | {"others": others, "name": NAMES[language]},
                  status=422 if form.errors else 200)  # fmt: skip


def _section_form(
    request: HttpRequest, version: Version, text: SectionText | None, language: str, unsaved: UnsavedText | None
) -> SectionForm:
    initial: dict[str, Any] = {"read": hash_of_text(text), "kept": unsaved.revision if unsaved else 0}
    source = source_of(text) if text else None
    if text is not None and source is not None:
        initial["is_current"] = text.source_hash == source_hash(source)
    shown = SectionText(heading=text.heading, short=text.short, body=text.body) if text else SectionText()
    return SectionForm(
        request.POST if request.method == "POST" else None, initial=initial,
        instance=unsaved.as_text() if unsaved else shown,
        is_translation=language != version.document.language,
    )  # fmt: skip


def _save(person: Any, section: Section, language: str, form: SectionForm) -> None:
    given = form.cleaned_data
    writing.write_section(
        by=person, section=section, language=language, words=given, read=given["read"],
        is_current=given.get("is_current", False),
    )  # fmt: skip
    drop_words(by=person, section=section, language=language, revision=given["kept"] or 0)


def _show_theirs(context: dict[str, Any], form: SectionForm, text: SectionText | None) -> None:
    """After a conflict: what the other editor wrote, and a form that would now be saved over it."""
    unsaved = context["unsaved"]
    if not form.is_bound and unsaved is not None and unsaved.read != hash_of_text(text):
        context["theirs"] = text
    if form.is_bound and form.cleaned_data.get("read", "") != hash_of_text(text):
        context["theirs"] = text
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["read"] = hash_of_text(text)  # type: ignore[index]


@require_POST
def add_section(request: HttpRequest, slug: str) -> HttpResponse:
    """A new section at the end."""
    person, version = desk(request, slug)
    try:
        made = writing.add_section(by=person, version=version, heading=request.POST.get("heading", ""))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return see_other(request, _draft_url(version))
    return see_other(request, reverse("policy:section_edit", args=[slug, made.pk]))


@require_POST
def place(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Up, down, out of the draft, or back into it."""
    person, version = desk(request, slug)
    section = fetched(section_noted, version, pk)
    acts = {
        "up": partial(writing.move_section, by=person, section=section, up=True),
        "down": partial(writing.move_section, by=person, section=section, up=False),
        "remove": partial(writing.remove_section, by=person, section=section),
        "restore": partial(writing.restore_section, by=person, version=version, key=section.key),
    }
    wanted = request.POST.get("do", "")
    if wanted in acts and (wanted == "restore") == (section.version_id != version.pk):
        _told(request, acts[wanted])
    return see_other(request, _draft_url(version, "#sections"))


def _told(request: HttpRequest, act: Any) -> None:
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))


@require_http_methods(["GET", "POST"])
def laws(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What a section rests on."""
    person, version = desk(request, slug)
    section = fetched(section_for, version, pk)
    form = LawsForm(request.POST or None, initial={"laws": laws_as_lines(section.laws)})
    if request.method == "POST" and tried(
        form, lambda: writing.set_laws(by=person, section=section, laws=form.cleaned_data["laws"])
    ):
        return see_other(request, _draft_url(version, f"#section-{section.slug}"))
    context = {"form": form, "version": version, "title": _("What the section rests on")}
    return render(request, "policy/step.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What changed in a section, in plain words."""
    person, version = desk(request, slug)
    section = fetched(section_noted, version, pk)
    kept = note_on(version, section.key)
    kinds = {change.key: change.kind for change in changes(version)}
    initial = {"kind": kept.kind if kept else kinds.get(section.key, "changed")}
    for part in ("text", "affects", "action"):
        initial |= {f"{part}_{language}": words for language, words in getattr(kept, part, {}).items()}
    form = NoteForm(request.POST or None, initial=initial, needed=version.document.language)
    if request.method == "POST" and tried(
        form,
        lambda: writing.note_change(
            by=person, version=version, key=section.key, kind=form.cleaned_data["kind"], said=form.said()
        ),
    ):
        return see_other(request, _draft_url(version, "#sections"))
    context = {"form": form, "version": version, "title": _("What changed?"), "about": section}
    return render(request, "policy/step.html", context, status=422 if form.errors else 200)
