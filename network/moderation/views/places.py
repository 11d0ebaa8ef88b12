"""What every page at the desk begins with: a handler, a case that is theirs, and the page on which it is worked."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from network.core.access import Refused
from network.core.http import see_other
from network.core.warned import posting
from network.moderation.access import Handler, look_up
from network.moderation.access.handovers import can_see_hand_over
from network.moderation.actions.desk import MOVED_ON, NOT_YOURS, TAKEN
from network.moderation.actions.grounds import needs_two
from network.moderation.models import Case
from network.moderation.queries.desk import ANSWERED, case_for, desk_of
from network.moderation.queries.exposure import waiting_count
from network.moderation.states import Level
from network.moderation.views.panels import panels_of
from profiles.access import handles_reports
from profiles.models import Person
from profiles.sessions import person_of


def handler_of(request: HttpRequest) -> Person:
    """Whoever handles reports; for others the desk is missing."""
    person = person_of(request)
    if not handles_reports(person):
        raise Http404
    return person


def found(request: HttpRequest, ref: str) -> tuple[Person, Case]:
    """The person and the case; barred, not a handler and no such case are one and the same answer."""
    handler, case = found_by(request, ref)
    return handler.person, case


def found_by(request: HttpRequest, ref: str) -> tuple[Handler, Case]:
    """The same for a page on which nothing is written: what the person may see is looked up once for all of it."""
    handler = look_up(person_of(request))
    case = case_for(handler, ref)
    if case is None:
        raise Http404
    return handler, case


def case_url(case: Case, anchor: str = "") -> str:
    """The page of the case."""
    return reverse("moderation:case", args=[case.ref]) + anchor


def version_of(request: HttpRequest) -> int:
    """Which version of the case the form was written for; 0, which no case has, where it does not say."""
    raw = request.POST.get("version", "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0


def case_page(
    request: HttpRequest, case: Case, written: Mapping[str, forms.Form] | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    """The case with its forms; what was written stays in them, and stands by itself where its form is gone.

    Who looks at it is looked up anew, unless nothing was written since `by` was.
    """
    handler, written = more.pop("by", None) or look_up(person_of(request)), written or {}
    desk = desk_of(handler, case)
    panels = panels_of(request, handler, desk, written)
    context = {
        "case": case, "desk": desk, **panels, "takes_two": "decide" in panels and needs_two(case, Level.HIDE),
        "kept": _kept(written, panels), "hands_over": can_see_hand_over(handler, case),
        "at_desk": {"waiting": waiting_count(handler)}, **more,
    }  # fmt: skip
    return render(request, "moderation/case.html", context, status=status)


def tried(request: HttpRequest, case: Case, name: str, form: forms.Form, act: Callable[[], object]) -> HttpResponse:
    """Does it and goes back to the case; refused or faulty, the page says why and every word is kept."""
    if not form.is_valid():
        return case_page(request, case, {name: form}, status=422)
    try:
        with posting(form):
            act()
    except Refused as refusal:
        return refused(request, case, {name: form}, refusal)
    return see_other(request, case_url(case))


def refused(request: HttpRequest, case: Case, written: Mapping[str, forms.Form], refusal: Refused) -> HttpResponse:
    """The case as it is now, and why it was not done; 409 where somebody else was there in the meantime."""
    _person, fresh = found(request, case.ref)
    sentence = str(refusal.sentence)
    is_conflict = sentence in {str(known) for known in (MOVED_ON, NOT_YOURS, TAKEN, ANSWERED)}
    for form in () if is_conflict else written.values():
        form.add_error(None, sentence)
    more = {"refusal": sentence} if is_conflict or not written else {}
    return case_page(request, fresh, written, status=409 if is_conflict else 422, **more)


def _kept(written: Mapping[str, forms.Form], panels: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """The words of a form that the case has no place for any more."""
    lost = [form for name, form in written.items() if panels.get(name) is not form]
    return [
        (bound.label, bound.value())
        for form in lost
        for bound in form.visible_fields()
        if isinstance(bound.field.widget, forms.Textarea | forms.TextInput) and bound.value()
    ]
