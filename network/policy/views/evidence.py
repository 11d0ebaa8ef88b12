"""Lists with names for an auditor: asked for by one editor, approved by another, fetched once; all on one page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from network.core.http import see_other
from network.core.pages import cursor_from
from network.policy.access.knowing import can_approve_evidence, can_fetch_evidence, can_handle_evidence
from network.policy.actions.evidence import approve_evidence, ask_for_evidence, fetch_evidence
from network.policy.forms.knowing import EvidenceForm
from network.policy.models import EvidenceExport
from network.policy.queries.evidence import evidence_for, evidence_page, evidence_zip, versions_with_evidence
from profiles.models import Person
from profiles.sessions import person_of


@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest) -> HttpResponse:
    """Asks for a list, and shows what was asked for; whoever is no policy editor finds no such page."""
    person = _editor_or_404(request)
    form = EvidenceForm(versions_with_evidence(), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with form.posting():
            ask_for_evidence(by=person, version=form.chosen, purpose=form.cleaned_data["purpose"])
        messages.success(request, _("It is written down. Another policy editor has to approve it."))
        return see_other(request, reverse("policy:evidence"))
    page = evidence_page(cursor_from(request.GET.get("before")))
    context = {
        "form": form, "rows": [_row(person, export) for export in page.items],
        "next_url": f"?before={page.before}" if page.before else "",
    }  # fmt: skip
    return render(request, "policy/evidence.html", context, status=422 if form.errors else 200)


def _row(person: Person, export: EvidenceExport) -> dict[str, object]:
    """Asked of the roles only where something may still be done."""
    return {
        "export": export,
        "may_approve": export.approved_by_id is None and can_approve_evidence(person, export),
        "may_fetch": export.fetched_at is None and can_fetch_evidence(person, export),
    }


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Another editor agrees."""
    person = _editor_or_404(request)
    approve_evidence(by=person, export=_export_or_404(pk))
    messages.success(request, _("Approved. Whoever asked may fetch it once."))
    return see_other(request, reverse("policy:evidence"))


@require_POST
def evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The list itself, once."""
    person = _editor_or_404(request)
    export = fetch_evidence(by=person, export=_export_or_404(pk))
    response = HttpResponse(evidence_zip(export), content_type="application/zip")
    name = f"{export.version.document.slug}-{export.version.number}-acknowledgements.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _editor_or_404(request: HttpRequest) -> Person:
    person = person_of(request)
    if not can_handle_evidence(person):
        raise Http404
    return person


def _export_or_404(pk: int) -> EvidenceExport:
    export = evidence_for(pk)
    if export is None:
        raise Http404
    return export
