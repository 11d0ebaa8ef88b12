"""What an editor has typed and not saved: kept while they write, thrown away when they say so."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from network.core.access import Refused
from network.core.http import see_other
from network.policy.actions.unsaved import keep_adrift, keep_words, throw_away
from network.policy.forms.drafts import SectionForm
from network.policy.models import Section, UnsavedText, Version
from network.policy.queries.desk import section_for
from network.policy.queries.texts import PARTS, hash_of_text
from network.policy.queries.unsaved import section_of, text_now, unsaved_one
from network.policy.states import LANGUAGES
from network.policy.views.places import desk, fetched
from profiles.models import Person


@require_POST
def keep(request: HttpRequest, slug: str, pk: int, language: str) -> HttpResponse:
    """Keeps what is typed, and answers with what the page says of it and what another editor has saved meanwhile."""
    person, version = desk(request, slug)
    section = fetched(section_for, version, pk)
    if language not in LANGUAGES:
        raise Http404
    given = {name: request.POST.get(name, "") for name in PARTS}
    unsaved, refusal, revision, read = None, "", _number(request), request.POST.get("read", "")
    try:
        unsaved = keep_words(by=person, section=section, language=language, words=given, read=read, revision=revision)
        revision = unsaved.revision if unsaved else 0
    except Refused as refused:
        refusal = str(refused.sentence)
    now_saved = text_now(section, language)
    is_behind = read != hash_of_text(now_saved) and (unsaved is not None or bool(refusal))
    context = {"unsaved": unsaved, "refusal": refusal, "revision": revision, "is_behind": is_behind}
    return render(request, "policy/_kept.html", context | {"theirs": now_saved})


def keep_anyway(form: SectionForm, person: Person, section: Section, language: str) -> UnsavedText | None:
    """What came with a form that did not lead to saving is kept too, so that leaving the page loses nothing."""
    given = {name: form.data.get(name, "") for name in PARTS}
    read, revision = form.data.get("read", ""), form.cleaned_data.get("kept") or 0
    try:
        unsaved = keep_words(by=person, section=section, language=language, words=given, read=read, revision=revision)
    except Refused:  # another window of theirs keeps its own
        return None
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["kept"] = unsaved.revision if unsaved else 0  # type: ignore[index]
    return unsaved


def adrift(request: HttpRequest, person: Person, version: Version, language: str) -> HttpResponse:
    """Another editor has removed the section that was being written in: the words are kept and shown at the desk."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        raise Http404 from None
    given = {name: request.POST.get(name, "") for name in PARTS}
    keep_adrift(by=person, version=version, key=key, language=language, words=given, revision=_number(request))
    messages.warning(
        request, _("Another editor has removed this section while you wrote. Your words are kept: see below.")
    )
    return see_other(request, reverse("policy:draft", args=[version.document.slug]) + "#adrift")


@require_POST
def drop(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Throws away what one has not saved, and shows what is."""
    person, version = desk(request, slug)
    unsaved = fetched(unsaved_one, person, version, pk)
    if throw_away(by=person, unsaved=unsaved, revision=_number(request)):
        messages.success(request, _("Thrown away. This is what is saved."))
    else:
        messages.error(request, _("You have written more in another window since: here it is."))
    section = section_of(version, unsaved.key)
    if section is None:
        return see_other(request, reverse("policy:draft", args=[slug]) + "#sections")
    return see_other(request, f"{reverse('policy:section_edit', args=[slug, section.pk])}?language={unsaved.language}")


def _number(request: HttpRequest) -> int:
    given = request.POST.get("kept", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0
