"""Outside the desk: statements and appeals, the author's word, and a list of both."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.core.access import Refused
from network.core.http import see_other
from network.core.pages import cursor_from
from network.moderation.actions.appealing import appeal_decision, read_statement, withdraw_appeal
from network.moderation.actions.deciding import note_change
from network.moderation.actions.desk import answer_hearing
from network.moderation.actions.own import delete_hidden
from network.moderation.forms.sides import AppealForm, WordForm
from network.moderation.models import Decision, Hearing
from network.moderation.queries import sides as queries
from network.moderation.queries.employer import handed_over_about
from profiles.models import Person
from profiles.sessions import person_of

PAGE = ["GET", "HEAD", "POST"]


@require_safe
def about_me(request: HttpRequest) -> HttpResponse:
    """Open questions, and decisions about what the person wrote."""
    person, before = person_of(request), cursor_from(request.GET.get("before"))
    page = queries.about_me(person, before)
    context = {
        "decisions": page.items, "hearings": queries.open_hearings(person) if before is None else (),
        "next_url": f"?before={page.before}" if page.before else "",
        "handed_over": handed_over_about(person) if before is None else (),
    }  # fmt: skip
    return render(request, "moderation/about_me.html", context)


@require_http_methods(PAGE)
def statement(request: HttpRequest, ref: str) -> HttpResponse:
    """The author reads the statement of reasons, whoever reported it the outcome; both appeal here."""
    person = person_of(request)
    sheet = queries.statement_for(person, ref) or queries.outcome_for(person, ref)
    if sheet is None:
        raise Http404
    form = AppealForm(request.POST if request.method == "POST" else None)
    if _appealed(person, sheet.decision, form):
        messages.success(request, _("Your appeal has come in. Somebody else looks at it."))
        return see_other(request, reverse("moderation:statement", args=[ref]))
    if isinstance(sheet, queries.OutcomeTold):
        return _page(request, "moderation/outcome.html", {"told": sheet, "appealing": sheet.appealing}, form)
    read_statement(by=person, decision=sheet.decision)
    return _page(request, "moderation/statement.html", {"statement": sheet, "appealing": sheet.appealing}, form)


@require_http_methods(["GET", "POST"])
def delete_own(request: HttpRequest, ref: str) -> HttpResponse:
    """Asks, saying that no appeal brings it back, then takes away what one wrote and nobody else sees."""
    person = person_of(request)
    sheet = queries.statement_for(person, ref)
    if sheet is None or not sheet.may_delete:
        raise Http404
    if request.method == "POST":
        delete_hidden(by=person, decision=sheet.decision)
        messages.success(request, _("It is deleted. The case goes on, and you may still appeal."))
        return see_other(request, reverse("moderation:statement", args=[ref]))
    return render(request, "moderation/delete_own.html", {"statement": sheet})


@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes one's own appeal back."""
    person = person_of(request)
    appeal = queries.own_appeal(person, ref)
    if appeal is None:
        raise Http404
    try:
        withdraw_appeal(by=person, appeal=appeal)
        messages.success(request, _("Your appeal is withdrawn."))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return see_other(request, reverse("moderation:statement", args=[ref]))


@require_http_methods(PAGE)
def hearing(request: HttpRequest, ref: str) -> HttpResponse:
    """The author is told what it is about, and answers or says that it is changed."""
    person = person_of(request)
    heard = queries.hearing_for(person, ref)
    if heard is None:
        raise Http404
    changed = request.method == "POST" and "changed" in request.POST
    form = WordForm(request.POST if request.method == "POST" and not changed else None)
    if changed or form.is_valid():
        try:
            return see_other(request, _answered(person, heard.hearing, form, changed))
        except Refused as refusal:
            context = {"heard": heard, "refused": str(refusal.sentence)}
            return _page(request, "moderation/hearing.html", context, form, 422)
    return _page(request, "moderation/hearing.html", {"heard": heard}, form)


def _answered(person: Person, asked: Hearing, form: WordForm, changed: bool) -> str:
    """Where the author goes on. Raises Refused where nothing was changed, or nobody waits any more."""
    if changed:
        return reverse("moderation:statement", args=[note_change(by=person, hearing=asked).ref])
    with form.posting():
        answer_hearing(by=person, hearing=asked, answer=form.cleaned_data["text"])
    return reverse("moderation:hearing", args=[asked.case.ref])


def _appealed(person: Person, decision: Decision, form: AppealForm) -> bool:
    if not form.is_valid():
        return False
    try:
        with form.posting():
            appeal_decision(by=person, decision=decision, text=form.cleaned_data["text"])
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    return True


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], form: forms.Form, status: int = 200
) -> HttpResponse:
    return render(request, template, context | {"form": form}, status=422 if form.is_bound else status)
