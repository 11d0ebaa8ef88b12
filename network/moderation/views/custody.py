"""The custodian's pages, what is asked of the custodian on the page of a case, and that something was opened."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from network.core.access import Refused
from network.core.http import see_other
from network.core.pages import cursor_from
from network.core.warned import posting
from network.moderation.access.custody import (
    can_answer,
    can_ask_to_look,
    can_know_of_looks,
    can_review,
    is_custodian,
    requests_for,
)
from network.moderation.actions import custody as actions
from network.moderation.actions.log import first_break
from network.moderation.forms.custody import AnswerForm, HoldForm, LookForm, NameForm, ReviewForm
from network.moderation.models import CustodyRequest
from network.moderation.queries import custody as queries
from network.moderation.queries.log import log_for, ref_from
from network.moderation.queries.retention import RETENTION
from network.moderation.queries.standing import missing
from network.moderation.views.places import found, tried
from profiles.models import Person
from profiles.sessions import person_of

PAGE = ["GET", "HEAD", "POST"]


def custodian_of(request: HttpRequest) -> Person:
    """Whoever keeps identities; for others these pages are missing."""
    person = person_of(request)
    if not is_custodian(person):
        raise Http404
    return person


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, which cases are kept, what was erased, and what was answered."""
    person, before = custodian_of(request), cursor_from(request.GET.get("before"))
    rows = requests_for(person)
    page = queries.answered_requests(rows, before)
    context = {
        "waiting": queries.open_requests(rows) if before is None else (), "is_first": before is None,
        "holds": queries.standing_holds(rows) if before is None else (), "answered": page.items,
        "receipts": queries.receipts() if before is None else (), "periods": RETENTION.values(),
        "next_url": f"?before={page.before}" if page.before else "",
    }  # fmt: skip
    return render(request, "moderation/custody.html", context)


@require_http_methods(PAGE)
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """One request: why it is made, and the one answer. The custodian reads nothing else of the case."""
    person, asked = _asked(request, ref)
    form = AnswerForm(asked, request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(form, lambda: actions.answer_request(by=person, request=asked, answer=form.answer())):
        messages.success(request, _("Answered. Whoever asked is told."))
        return see_other(request, reverse("moderation:custody"))
    context = {
        "asked": asked, "form": form if can_answer(person, asked) else None, "refused": form,
        "review": ReviewForm() if can_review(person, asked) else None,
    }  # fmt: skip
    return render(request, "moderation/custody_answer.html", context, status=422 if form.is_bound else 200)


@require_POST
def review(request: HttpRequest, ref: str) -> HttpResponse:
    """A case that is kept is kept for ninety days more."""
    person, hold = _asked(request, ref)
    form = ReviewForm(request.POST)
    why = form.cleaned_data.get("why", "") if form.is_valid() else ""
    if why and _done(form, lambda: actions.review_hold(by=person, hold=hold, why=why)):
        messages.success(request, _("Kept for ninety days more."))
        return see_other(request, reverse("moderation:custody"))
    return render(request, "moderation/custody_answer.html", {"asked": hold, "review": form}, status=422)


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """The log as facts. Looking at it opens no case, and leaves no line."""
    person, ref = custodian_of(request), ref_from(request.GET.get("ref", ""))
    page = log_for(person, ref, cursor_from(request.GET.get("before")))
    query = f"ref={ref}&" if ref else ""
    context = {
        "facts": page.items, "ref": ref, "next_url": f"?{query}before={page.before}" if page.before else "",
        "is_checked": "check" in request.GET, "broken_at": first_break() if "check" in request.GET else None,
        "last_check": queries.last_check(),
    }  # fmt: skip
    return render(request, "moderation/log.html", context)


@require_POST
def name(request: HttpRequest, ref: str) -> HttpResponse:
    """Whoever has the case asks who made one report of it."""
    person, case = found(request, ref)
    report = case.reports.filter(ref=request.POST.get("report", "")[:9]).first()
    if report is None:
        raise Http404
    form = NameForm(report, request.POST)
    return tried(
        request, case, f"name{report.pk}", form, lambda: actions.ask_name(by=person, report=report, **form.cleaned_data)
    )


@require_POST
def hold(request: HttpRequest, ref: str) -> HttpResponse:
    """That the case is kept beyond its time, or no longer."""
    person, case = found(request, ref)
    form = HoldForm(request.POST)
    return tried(
        request, case, "hold", form,
        lambda: actions.ask_hold(by=person, case=case, motivation=form.cleaned_data["motivation"]),
    )  # fmt: skip


@require_http_methods(PAGE)
def looks(request: HttpRequest) -> HttpResponse:
    """An administrator asks to read one sealed case; that it was opened is known to those who watch over it."""
    person = person_of(request)
    asks = can_ask_to_look(person)
    if not asks and not can_know_of_looks(person):
        raise Http404
    form = LookForm(request.POST if asks and request.method == "POST" else None)
    if form.is_valid() and _done(form, lambda: actions.ask_to_look(by=person, **form.cleaned_data)):
        messages.success(request, _("Asked. A custodian answers, and you are told."))
        return see_other(request, reverse("moderation:looks"))
    context = {
        "form": form if asks else None, "mine": queries.looks_of(person), "known": queries.looks_known_to(person),
        "missing": missing() if asks else (),
    }  # fmt: skip
    return render(request, "moderation/looks.html", context, status=422 if form.is_bound else 200)


def _asked(request: HttpRequest, ref: str) -> tuple[Person, CustodyRequest]:
    person = custodian_of(request)
    asked = queries.request_for(person, ref)
    if asked is None:
        raise Http404
    return person, asked


def _done(form: Form, act: Callable[[], object]) -> bool:
    """It was done; where the rule refused, the form says why."""
    try:
        with posting(form):
            act()
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    return True
