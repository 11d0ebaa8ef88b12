"""Directories that keep people in step: the administrator's pages."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from network.core.access import Refused, require
from network.core.http import see_other
from network.openness.access import can_keep_directories
from network.openness.actions import directories as actions
from network.openness.forms import DirectoryForm, KeyForm, LinkForm
from network.openness.models import DirectoryGroup
from network.openness.queries.keys import directories, directory_group_for, source_for
from profiles.models import Person, Source
from profiles.sessions import person_of

PAGE = "/administration/provisioning/"


def _administrator(request: HttpRequest) -> Person:
    person = person_of(request)
    require(can_keep_directories(person), actions.ONLY_ADMINISTRATORS)
    return person


def _source(pk: int) -> Source:
    try:
        return source_for(pk)
    except Source.DoesNotExist:
        raise Http404 from None


def _directory_group(pk: int) -> DirectoryGroup:
    try:
        return directory_group_for(pk)
    except DirectoryGroup.DoesNotExist:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
def provisioning(request: HttpRequest) -> HttpResponse:
    """Every directory with its keys, fields and groups; a new one by its name."""
    person = _administrator(request)
    form = DirectoryForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            source = actions.add_directory(by=person, name=form.cleaned_data["name"])
        except Refused as refusal:
            form.add_error("name", str(refusal.sentence))
        else:
            return see_other(request, f"{PAGE}#directory-{source.pk}")
    context = {"form": form, "directories": directories(), "key_form": KeyForm(), "address": _address()}
    return render(request, "openness/provisioning.html", context, status=422 if form.is_bound else 200)


def _address() -> str:
    return f"{settings.ORIGINS[0]}/scim/v2"


@require_POST
def new_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes a key and shows it, this once: it is on no other page and in no address."""
    person, source = _administrator(request), _source(pk)
    form = KeyForm(request.POST)
    if not form.is_valid():
        return see_other(request, PAGE)
    key = actions.make_key(by=person, source=source, days=form.cleaned_data["days"])
    return render(request, "openness/key.html", {"source": source, "key": key, "address": _address()})


@require_POST
def revoke_key(request: HttpRequest, pk: int) -> HttpResponse:
    """The key opens nothing any more."""
    actions.revoke_key(by=_administrator(request), pk=pk)
    return see_other(request, PAGE)


@require_http_methods(["GET", "HEAD", "POST"])
def link_group(request: HttpRequest, pk: int) -> HttpResponse:
    """Which of our groups follows one of the directory; says what will happen first."""
    person, row = _administrator(request), _directory_group(pk)
    form = LinkForm(person, row, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.link_group(by=person, pk=row.pk, group=form.group_of())
        except Refused as refusal:
            form.add_error("group", str(refusal.sentence))
        else:
            return see_other(request, f"{PAGE}#directory-{row.source_id}")
    context = {"form": form, "row": row, "size": row.members.count()}
    return render(request, "openness/link_group.html", context, status=422 if form.is_bound else 200)


@require_POST
def unlink_group(request: HttpRequest, pk: int) -> HttpResponse:
    """The group follows the directory no longer; everybody stays."""
    actions.unlink_group(by=_administrator(request), pk=_directory_group(pk).pk)
    return see_other(request, PAGE)
