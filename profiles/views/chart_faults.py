"""The administrator's pages of the chart: what is wrong with it, and how each is mended."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.core.access import Refused
from network.core.http import is_partial, see_other
from profiles import actions, queries
from profiles.forms import ChartForm, ManagerForm
from profiles.models import Person
from profiles.queries.chart_faults import chart_faults, gone_with_reports
from profiles.queries.sources import locked_fields
from profiles.sessions import administrator_of


@require_safe
def faults(request: HttpRequest) -> HttpResponse:
    """Circles, several tops, people without a manager and managers who left; `q` finds anybody to change."""
    person, sight = administrator_of(request), ChartForm(request.GET).sight()
    found = queries.suggest_people(person, sight.words) if sight.words else []
    context = {"words": sight.words, "found": found}
    if is_partial(request):
        return render(request, "profiles/_mend_found.html", context)
    return render(request, "profiles/chart_faults.html", context | {"faults": chart_faults()})


@require_http_methods(["GET", "HEAD", "POST"])
def set_manager(request: HttpRequest, handle: str) -> HttpResponse:
    """Chooses whom somebody reports to; what cannot be is said on the page."""
    by = administrator_of(request)
    try:
        person = queries.person_for(by, handle)
    except Person.DoesNotExist:
        raise Http404 from None
    problem = ""
    if request.method == "POST":
        form = ManagerForm(request.POST, by)
        if form.is_valid():
            try:
                _write(person, form, by)
            except Refused as refusal:
                problem = str(refusal.sentence)
            else:
                return see_other(request, reverse("profiles:chart_faults"))
        problem = problem or _("Choose somebody from the list.")
    context: dict[str, object] = {"colleague": person, "source": locked_fields(person).get("manager")}
    return _choice(request, by, context, problem)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, handle: str) -> HttpResponse:
    """Chooses who takes over everybody who reports to somebody who left."""
    by = administrator_of(request)
    gone = gone_with_reports(handle)
    if gone is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        form = ManagerForm(request.POST, by)
        if form.is_valid() and form.cleaned_data["act"] == "choose":
            try:
                actions.hand_over_reports(manager=gone.manager, to=form.cleaned_data["manager"], by=by)
            except Refused as refusal:
                problem = str(refusal.sentence)
            else:
                return see_other(request, reverse("profiles:chart_faults"))
        problem = problem or _("Choose somebody from the list.")
    return _choice(request, by, {"gone": gone}, problem)


def _write(person: Person, form: ManagerForm, by: Person) -> None:
    if form.cleaned_data["act"] == "top":
        actions.mark_as_top(person=person, by=by)
    else:
        manager = form.cleaned_data["manager"] if form.cleaned_data["act"] == "choose" else None
        actions.set_manager(person=person, manager=manager, by=by)


def _choice(request: HttpRequest, by: Person, context: dict[str, object], problem: str) -> HttpResponse:
    """The page on which somebody is chosen out of those whose names match; while typing those alone."""
    words = ChartForm(request.GET).sight().words
    context |= {"words": words, "problem": problem, "found": queries.suggest_people(by, words) if words else []}
    if is_partial(request) and request.method != "POST":
        return render(request, "profiles/_choose_manager.html", context)
    return render(request, "profiles/set_manager.html", context, status=422 if problem else 200)
