"""The shortlist of a campaign: made by whoever answers for it, read by everybody once it is frozen."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ideas import actions
from ideas.access import can_make_shortlist, can_see_shortlist
from ideas.forms import EntryForm, ShortlistForm
from ideas.live import ROW, idea_cards
from ideas.models import Campaign, Shortlist
from ideas.queries import entries_of, shortlist_of, target_for
from ideas.views.campaigns import campaign_or_404
from network.core.access import Refused
from network.core.http import see_other
from profiles.models import Person
from profiles.sessions import person_of


@require_http_methods(["GET", "POST"])
def shortlist(request: HttpRequest, slug: str) -> HttpResponse:
    """The list, its rule, and what is on it and why."""
    person = person_of(request)
    campaign = campaign_or_404(person, slug)
    if not can_see_shortlist(person, campaign):
        raise Http404
    shown = shortlist_of(campaign)
    does = request.POST.get("do", "")
    forms = _forms(person, shown, request.POST if request.method == "POST" else None, does)
    if request.method == "POST":
        if not can_make_shortlist(person, campaign) or does not in _ACTS or (shown is None and does != "word"):
            raise Http404
        try:
            if _ACTS[does](person, campaign, shown, forms, request.POST):
                return see_other(request, reverse("ideas:shortlist", args=[slug]))
        except Refused as refusal:
            messages.error(request, str(refusal.sentence))
            return see_other(request, reverse("ideas:shortlist", args=[slug]))
    context = {"campaign": campaign, "shortlist": shown, "can_make": can_make_shortlist(person, campaign), **forms}
    context["rows"] = _rows(person, shown) if shown else []
    faulty = any(form.errors for form in forms.values())
    return render(request, "ideas/shortlist.html", context, status=422 if faulty else 200)


def _rows(person: Person, shown: Shortlist) -> list[tuple[Any, Any]]:
    entries = entries_of(person, shown)
    rows = idea_cards(person, [(entry.idea_id, entry.idea.version) for entry in entries], ROW)
    return [(entry, rows[entry.idea_id]) for entry in entries if entry.idea_id in rows]


def _forms(person: Person, shown: Shortlist | None, data: Any, does: str) -> dict[str, Any]:
    first = {"name": shown.name, "rule": shown.rule} if shown else {"name": _("Shortlist")}
    return {
        "words": ShortlistForm(data if does == "word" else None, initial=first),
        "entry": EntryForm(person, data if does == "put" else None),
    }


def _word(person: Person, campaign: Campaign, shown: Any, forms: dict[str, Any], sent: Any) -> bool:
    form = forms["words"]
    if form.is_valid():
        with form.posting():
            actions.set_shortlist(by=person, campaign=campaign, **form.cleaned_data)
    return bool(form.is_valid())


def _put(person: Person, campaign: Campaign, shown: Any, forms: dict[str, Any], sent: Any) -> bool:
    form = forms["entry"]
    if not form.is_valid():
        return False
    try:
        given = {name: form.cleaned_data[name] for name in ("how", "reason")}
        with form.posting():
            actions.put_on_shortlist(by=person, shortlist=shown, idea=form.target, **given)
    except Refused as refusal:
        form.add_error("idea", str(refusal.sentence))
    return not form.errors


def _take_off(person: Person, campaign: Campaign, shown: Any, forms: dict[str, Any], sent: Any) -> bool:
    idea = target_for(person, sent.get("idea", ""))
    if idea is None:
        raise Http404
    actions.take_off_shortlist(by=person, shortlist=shown, idea=idea)
    return True


def _freeze(person: Person, campaign: Campaign, shown: Any, forms: dict[str, Any], sent: Any) -> bool:
    actions.freeze_shortlist(by=person, shortlist=shown)
    return True


_ACTS = {"word": _word, "put": _put, "take-off": _take_off, "freeze": _freeze}
