"""The administrator's page of the fields that profiles have."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from network.core.http import see_other
from profiles import actions, queries
from profiles.forms import FieldsForm, NewFieldForm
from profiles.queries import Field
from profiles.sessions import administrator_of, person_of


@require_http_methods(["GET", "HEAD", "POST"])
def fields(request: HttpRequest) -> HttpResponse:
    """Every field with its switches; `preview` shows the profile as it would be and writes nothing."""
    person, fields = administrator_of(request), queries.decided_fields()
    if request.method != "POST":
        return _page(request, fields)
    form = FieldsForm(request.POST, fields)
    form.full_clean()
    if "preview" not in request.POST:
        actions.decide_fields(by=person, decisions=form.decisions())
        return see_other(request, request.path)
    wished = form.decisions()
    return _page(request, [replace(field, **vars(wished[field.key])) for field in fields], preview=True)


@require_POST
def add_field(request: HttpRequest) -> HttpResponse:
    """A field of the organisation's own; a fault is said beside the form."""
    person, form = administrator_of(request), NewFieldForm(request.POST)
    form.away = reverse("profiles:fields")
    if form.is_valid():
        try:
            with form.posting():
                actions.add_field(by=person, **form.cleaned_data)
        except ValidationError as fault:
            form.add_error("name_nb", fault)
        else:
            return see_other(request, reverse("profiles:fields"))
    return _page(request, queries.decided_fields(), new=form, status=422)


@require_POST
def remove_field(request: HttpRequest, key: str) -> HttpResponse:
    """Takes a field of the organisation's own away, once it is confirmed."""
    person = administrator_of(request)
    field = next((field for field in queries.decided_fields() if field.key == key and field.is_own), None)
    if field and "sure" not in request.POST:
        return render(request, "profiles/remove_field.html", {"field": field, "filled": queries.filled_in(field)})
    actions.remove_field(by=person, key=key)
    return see_other(request, reverse("profiles:fields"))


def _page(
    request: HttpRequest,
    fields: list[Field],
    *,
    preview: bool = False,
    new: NewFieldForm | None = None,
    status: int = 200,
) -> HttpResponse:
    effects = queries.field_effects(fields)
    person = person_of(request)
    rows: list[dict[str, Any]] = [
        {"field": field, "empty": effects[field.key][0], "hidden": effects[field.key][1]} for field in fields
    ]
    shown = queries.shown_of(person, person, fields)
    context = {
        "rows": rows,
        "new": new or NewFieldForm(),
        "preview": preview,
        "shown": shown,
        "facts": queries.own_facts(shown, fields),
        "filters": [field.label for field in fields if field.is_filter],
        "wanted": [field.label for field in fields if field.is_required],
    }
    return render(request, "profiles/fields.html", context, status=status)
