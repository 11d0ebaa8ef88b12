"""Taking ideas out as a file, and what was taken out."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from ideas import actions
from ideas.access import can_export_all, can_open_exports, can_read_exports
from ideas.forms import ExportForm
from ideas.models import Export
from ideas.queries import PAGE, campaigns_to_export, exports_made
from network.core.access import require
from network.core.pages import cursor_from
from network.core.sheets import csv_lines, json_lines
from profiles.models import Person
from profiles.sessions import person_of

KINDS = {Export.Form.CSV: ("text/csv; charset=utf-8", csv_lines), Export.Form.JSON: ("application/json", json_lines)}


@require_http_methods(["GET", "POST"])
def exports(request: HttpRequest) -> HttpResponseBase:
    """Chooses what to take out, and shows what was; whoever has no part in it finds no such page."""
    person = person_of(request)
    if not can_open_exports(person):
        raise Http404
    everything = can_export_all(person)
    campaigns = campaigns_to_export(person, everything=everything)
    require(request.method == "GET" or everything or bool(campaigns), actions.NOT_EXPORTER)
    form = ExportForm(campaigns, request.POST if request.method == "POST" else None, everything=everything)
    if request.method == "POST" and form.is_valid():
        return _file(person, form)
    return _page(request, person, form if everything or campaigns else None)


def _file(person: Person, form: ExportForm) -> StreamingHttpResponse:
    what, kind = form.cleaned_data["what"], Export.Form(form.cleaned_data["form"])
    found = actions.export_ideas(by=person, what=what, form=kind, campaign=form.chosen)
    media_type, lines = KINDS[kind]
    response = StreamingHttpResponse(lines(found.headings, found.rows), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{what}-{localdate()}.{kind}"'
    return response


def _page(request: HttpRequest, person: Person, form: ExportForm | None) -> HttpResponse:
    rows = exports_made(person, everybody=can_read_exports(person), before=cursor_from(request.GET.get("before")))
    context = {
        "form": form,
        "made": rows[:PAGE],
        "next_url": f"?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
    }
    return render(request, "ideas/exports.html", context, status=422 if form and form.errors else 200)
