"""Bringing people in with files: the administrator's pages."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from network.core.access import require
from network.core.http import page_or_part, see_other
from network.core.pages import cursor_from
from network.openness import actions, queries
from network.openness.access import can_import, can_undo_import
from network.openness.forms import ColumnsForm, ConsentForm, UploadForm
from network.openness.models import Import, ImportLine
from profiles.models import Person
from profiles.sessions import person_of


def _administrator(request: HttpRequest) -> Person:
    person = person_of(request)
    require(can_import(person), actions.ONLY_ADMINISTRATORS)
    return person


def _run(pk: int) -> Import:
    try:
        return queries.import_for(pk)
    except Import.DoesNotExist:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Sends a file, and lists those before it."""
    person = _administrator(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        source, upload = form.cleaned_data["source"], form.cleaned_data["file"]
        try:
            run = actions.begin_import(by=person, source_name=source, upload=upload)
        except queries.Unreadable as refusal:
            form.add_error("file", queries.about_file(refusal.problem))
        else:
            return see_other(request, run.get_absolute_url())
    found = queries.imports_page(cursor_from(request.GET.get("before")))
    context = {
        "form": form,
        "sources": queries.file_sources(),
        "schedules": [(row, queries.about_file(row.problem)) for row in queries.schedules()],
        "found": found,
        "next_url": f"{request.path}?before={found.before}" if found.before else "",
    }
    return page_or_part(
        request, "openness/imports.html", "openness/_imports.html", context, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD"])
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the file is: its columns, its preview, how far the work is, what came of it."""
    person = _administrator(request)
    return _show(request, person, _run(pk))


def _show(request: HttpRequest, person: Person, run: Import, form: Any = None) -> HttpResponse:
    context: dict[str, Any] = {"run": run, "problem": queries.about_file(run.problem)}
    if run.state in (Import.State.MAPPING, Import.State.FAILED):
        chosen = form or ColumnsForm(run)
        context["columns"] = chosen
        context["choices"] = zip((chosen[name] for name in chosen.columns), queries.samples_of(run), strict=True)
    elif not run.is_at_work:
        context |= _lines(request, run)
        context["consent"] = form or ConsentForm(run, context["gone"])
        context["may_undo"] = can_undo_import(person, run)
    status = 422 if form is not None and form.is_bound else 200
    return page_or_part(request, "openness/import.html", "openness/_import.html", context, status=status)


def _lines(request: HttpRequest, run: Import) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    found = queries.lines_page(run, kind, cursor_from(request.GET.get("after")))
    after = f"?kind={kind if kind in ImportLine.Kind.values else ''}&after={found.before}"
    return {
        "kind": kind,
        "kinds": [(value, label, run.counts.get(value, 0)) for value, label in ImportLine.Kind.choices],
        "told": queries.told_of(found.items),
        "next_url": f"{run.get_absolute_url()}{after}" if found.before else "",
        "gone": queries.count_gone(run),
        "made": run.counts.get("units", []),
    }


@require_POST
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what each column is; the file is then read."""
    person, run = _administrator(request), _run(pk)
    form = ColumnsForm(run, request.POST)
    if not form.is_valid():
        return _show(request, person, run, form)
    actions.choose_columns(by=person, run=run, mapping=form.mapping(), owns=form.cleaned_data["owns"])
    return see_other(request, run.get_absolute_url())


@require_POST
def carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Agrees to the preview."""
    person, run = _administrator(request), _run(pk)
    form = ConsentForm(run, queries.count_gone(run), request.POST)
    if run.state == Import.State.PLANNED and not form.is_valid():
        return _show(request, person, run, form)
    actions.carry_out_import(by=person, run=run, consent=form.consent() if form.is_valid() else actions.Consent())
    return see_other(request, run.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once, and takes back what the file did."""
    person, run = _administrator(request), _run(pk)
    require(can_undo_import(person, run), actions.TOO_LATE_TO_UNDO)
    if request.method != "POST":
        return render(request, "openness/undo.html", {"run": run})
    actions.undo_import(by=person, run=run)
    return see_other(request, run.get_absolute_url())


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throws the file away."""
    actions.drop_import(by=_administrator(request), run=_run(pk))
    return see_other(request, "/administration/import/")
