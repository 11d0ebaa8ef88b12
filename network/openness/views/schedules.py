"""The same file every day: the administrator says from where, or no longer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from network.core.access import require
from network.core.http import see_other
from network.openness import actions, queries
from network.openness.access import can_import
from network.openness.forms import ScheduleForm
from network.openness.models import Import
from profiles.sessions import person_of


@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Has a file like this one, read with the same columns, fetched every day."""
    person = person_of(request)
    require(can_import(person), actions.ONLY_ADMINISTRATORS)
    try:
        run = queries.import_for(pk)
    except Import.DoesNotExist:
        raise Http404 from None
    form = ScheduleForm(run, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.schedule_import(by=person, run=run, timetable=form.timetable())
        except queries.Unreadable as refusal:
            form.add_error("place", queries.about_file(refusal.problem))
        else:
            return see_other(request, "/administration/import/")
    context = {"form": form, "run": run}
    return render(request, "openness/schedule.html", context, status=422 if form.is_bound else 200)


@require_POST
def drop_schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """The file is no longer fetched."""
    actions.drop_schedule(by=person_of(request), pk=pk)
    return see_other(request, "/administration/import/")
