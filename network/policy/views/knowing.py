"""Acknowledging a version; the page that asks for it; what people ask with it; one's own evidence."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.core.http import SeeOther, back, see_other
from network.core.pages import cursor_from
from network.policy.access.knowing import can_answer_questions
from network.policy.actions.knowing import NotTaken, acknowledge, answer_question
from network.policy.context import LATER, asked_by
from network.policy.forms.knowing import AcknowledgeForm, AnswerForm
from network.policy.models import Acknowledgement
from network.policy.queries.evidence import own_evidence
from network.policy.queries.knowing import (
    Receiving,
    own_acknowledgements,
    question_for,
    questions_page,
    receiving_for,
    with_headings,
)
from profiles.models import Person
from profiles.sessions import person_of


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The page that the gate leads to; whoever owes nothing yet, or no more, goes on to where they were going."""
    found, way_on = asked_by(request), _way_on(request)
    if found is None or not found.is_overdue:
        return SeeOther(way_on)
    return render(request, "policy/asked.html", {"asked": found, "way": urlencode({"next": way_on})})


@require_POST
def later(request: HttpRequest) -> HttpResponse:
    """Puts the banner away until the next sign-in."""
    found = asked_by(request)
    if found is not None:
        request.session[LATER] = found.version.pk
    return back(request, "/")


@require_http_methods(["GET", "POST"])
def acknowledge_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The text that counts, what is new in it, and the three ways to say that one has received it."""
    reading = _reading_or_404(person_of(request), slug)
    if request.method == "POST":
        return _acknowledged(request, reading)
    return _page(request, reading)


def _acknowledged(request: HttpRequest, reading: Receiving) -> HttpResponse:
    kind = request.POST.get("form", "")
    form = AcknowledgeForm(reading.headings, request.POST, auto_id=f"{kind}_%s")
    if not form.is_valid():
        return _page(request, reading, form)
    try:
        shown, reply = form.shown, form.reply
        if form.cleaned_data["version"] != reading.version.number:
            shown = type(shown)(shown.language, "")  # of another version: nothing that stands here now
        with form.posting():
            acknowledge(by=person_of(request), version=reading.version, shown=shown, reply=reply)
    except NotTaken as refused:
        form.add_error(None, str(refused))
        return _page(request, reading, form)
    messages.success(request, _thanks(form))
    quiz = reverse("policy:quiz", args=[slug_of(reading)]) if reading.version.needs_quiz and reading.has_quiz else ""
    return see_other(request, quiz or _way_on(request, reverse("policy:my_acknowledgements")))


def _thanks(form: AcknowledgeForm) -> str:
    if form.asks or form.objects:
        return _("Thank you. A policy editor answers you, and you get a letter. You are not asked any more.")
    return _("Thank you. It is written down that you have received the rules.")


def _page(request: HttpRequest, reading: Receiving, faulty: AcknowledgeForm | None = None) -> HttpResponse:
    """The hidden fields always say what stands on this page; of what was typed nothing is lost."""
    foot, headings = reading.foot, reading.headings
    now_shown = {"version": reading.version.number, "language": foot.language, "hash": foot.content_hash}
    wanted = faulty.kind if faulty else request.GET.get("form", "")
    forms = []
    for kind in (Acknowledgement.Form.QUESTION, Acknowledgement.Form.OBJECTION):
        form = AcknowledgeForm(headings, initial={**now_shown, "form": kind}, auto_id=f"{kind}_%s")
        if faulty is not None and wanted == kind:
            form = faulty.about_what_stands_now(now_shown)
        forms.append({"form": form, "is_open": wanted == kind})
    context = {"reading": reading, "foot": foot, "version": reading.version, "forms": forms, "faulty": faulty}
    status = 422 if faulty else 200
    return render(request, "policy/acknowledge.html", {**context, "next": _way_on(request, "")}, status=status)


def slug_of(reading: Receiving) -> str:
    """The address of the document."""
    return str(reading.version.document.slug)


def _reading_or_404(person: Person, slug: str) -> Receiving:
    found = receiving_for(person, slug)
    if found is None:
        raise Http404
    return found


def _way_on(request: HttpRequest, otherwise: str = "/") -> str:
    """Where the person was going, if it is a page of ours."""
    url = request.POST.get("next", "") or request.GET.get("next", "")
    return url if url_has_allowed_host_and_scheme(url, allowed_hosts=None) else otherwise


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """What people ask of the rules or object to; for policy editors, others find no such page."""
    _editor_or_404(person_of(request))
    answered = request.GET.get("show") == "answered"
    page = questions_page(cursor_from(request.GET.get("before")), answered=answered)
    show = "show=answered&" if answered else ""
    next_url = f"?{show}before={page.before}" if page.before else ""
    context = {"questions": page.items, "answered": answered, "next_url": next_url}
    return render(request, "policy/questions.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One question or objection, and the answer to it."""
    person = person_of(request)
    _editor_or_404(person)
    question = question_for(pk)
    if question is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with form.posting():
                answer_question(by=person, acknowledgement=question, text=form.cleaned_data["text"])
        except NotTaken as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your answer is sent."))
            return see_other(request, reverse("policy:questions"))
    context = {"question": question, "form": form}
    return render(request, "policy/answer.html", context, status=422 if form.errors else 200)


def _editor_or_404(person: Person) -> None:
    if not can_answer_questions(person):
        raise Http404


@require_safe
def my_acknowledgements(request: HttpRequest) -> HttpResponse:
    """What the person has acknowledged, asked and been answered; each keeps their own."""
    context: dict[str, Any] = {"rows": with_headings(own_acknowledgements(person_of(request)))}
    return render(request, "policy/my_acknowledgements.html", context)


@require_safe
def my_acknowledgements_file(request: HttpRequest) -> HttpResponse:
    """The same as a file, with the texts as they read."""
    found = {"acknowledgements": own_evidence(person_of(request))}
    response = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="acknowledgements.json"'
    return response
