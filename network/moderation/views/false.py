"""Whether a report was made against better knowledge: at the desk, and for whoever made it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from network.core.access import Refused
from network.core.http import see_other
from network.core.warned import posting
from network.moderation.access.false import can_answer_false, can_appeal_false, can_decide_false, can_say_false
from network.moderation.actions.false import answer_false, appeal_false, decide_false, say_false
from network.moderation.forms.false import FalseAppealForm, FalseForm, FalseVerdictForm
from network.moderation.models import FalseReport, Report
from network.moderation.queries.false import false_for, report_in, said_of
from network.moderation.views.places import case_url, found
from profiles.models import Person
from profiles.sessions import person_of

PAGE = ["GET", "HEAD", "POST"]
Words = FalseForm | FalseVerdictForm | FalseAppealForm


@require_http_methods(PAGE)
def said_false(request: HttpRequest, ref: str, report_ref: str) -> HttpResponse:
    """Proposing it, agreeing to it or not, and answering an appeal; each by another person."""
    person, case = found(request, ref)
    report = report_in(case, report_ref)
    said = said_of(report) if report else None
    may = _may(person, report, said) if report else ""
    if report is None or not (may or said):
        raise Http404
    form = _form(request, may)
    context = {"case": case, "report": report, "said": said, "may": may, "form": form}
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _act(person, report, said, form, request.POST.get("agrees") == "yes")
        except Refused as refusal:
            return render(request, "moderation/false.html", context | {"refusal": str(refusal.sentence)}, status=409)
        messages.success(request, _("Done."))
        return see_other(request, case_url(case))
    return render(request, "moderation/false.html", context, status=422 if form is not None and form.is_bound else 200)


@require_http_methods(PAGE)
def told_false(request: HttpRequest, ref: str) -> HttpResponse:
    """Whoever made the report reads what is said of it, what follows and for how long, and appeals."""
    person = person_of(request)
    said = false_for(person, ref)
    if said is None:
        raise Http404
    form = FalseAppealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with posting(form):
                appeal_false(by=person, said=said, text=form.cleaned_data["text"])
            messages.success(request, _("Your appeal has come in. Somebody else looks at it."))
            return see_other(request, reverse("moderation:told_false", args=[said.ref]))
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
    context = {"said": said, "form": form, "may_appeal": can_appeal_false(person, said)}
    return render(request, "moderation/told_false.html", context, status=422 if form.is_bound else 200)


def _may(person: Person, report: Report, said: FalseReport | None) -> str:
    """The one thing that the person can do with it now."""
    if said is None:
        return "say" if can_say_false(person, report) else ""
    if can_answer_false(person, said):
        return "answer"
    return "decide" if can_decide_false(person, said) else ""


def _form(request: HttpRequest, may: str) -> Words | None:
    kinds: dict[str, Callable[..., Words]] = {"say": FalseForm, "decide": FalseVerdictForm}
    return kinds[may](request.POST if request.method == "POST" else None) if may in kinds else None


def _act(person: Person, report: Report, said: FalseReport | None, form: Words | None, agrees: bool) -> None:
    """What the form or the button says. Raises Refused where it is somebody else's, or answered already."""
    if said is None:
        with posting(form):
            say_false(by=person, report=report, why=form.cleaned_data["text"] if form else "")
    elif isinstance(form, FalseVerdictForm):
        given = form.cleaned_data
        with posting(form):
            decide_false(by=person, said=said, stands=given["stands"] == "yes", reasons=given["text"])
    else:
        answer_false(by=person, said=said, agrees=agrees)
