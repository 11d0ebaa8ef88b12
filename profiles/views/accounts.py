"""The accounts of everybody, also of those who have left: the administrator's pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.core.access import require
from network.core.http import page_or_part, see_other
from profiles import actions
from profiles.access import can_deactivate, can_erase
from profiles.actions.erasing import erase_person
from profiles.forms.accounts import AccountsForm, EraseForm, HandleForm
from profiles.models import Person
from profiles.queries import accounts as queries
from profiles.sessions import administrator_of


def _of(handle: str) -> Person:
    try:
        return queries.account_for(handle)
    except Person.DoesNotExist:
        raise Http404 from None


def _address(person: Person) -> str:
    return f"/administration/people/{person.handle}/"


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Whose account is it about? Search among those who work here, or among those who left."""
    administrator_of(request)
    words, who, after = AccountsForm(request.GET).asked()
    found = queries.accounts_page(words, who, after)
    asked = urlencode({"q": words, "who": who, "after": str(found.before)})
    next_url = f"{request.path}?{asked}" if found.before else ""
    context = {"found": found, "words": words, "who": who, "next_url": next_url}
    return page_or_part(request, "profiles/accounts.html", "profiles/_accounts.html", context)


@require_safe
def account(request: HttpRequest, handle: str) -> HttpResponse:
    """One account: where it comes from, and what can be done with it."""
    return _show(request, administrator_of(request), _of(handle))


def _show(request: HttpRequest, by: Person, person: Person, form: HandleForm | None = None) -> HttpResponse:
    context = {
        "colleague": person,
        "sources": queries.sources_of(person),
        "form": form or HandleForm(person),
        "may_deactivate": person.is_active and can_deactivate(by, person),
        "may_erase": can_erase(by, person),
    }
    return render(request, "profiles/account.html", context, status=422 if form else 200)


@require_POST
def deactivate(request: HttpRequest, handle: str) -> HttpResponse:
    """Closes the account."""
    by, person = administrator_of(request), _of(handle)
    actions.deactivate_person(person=person, by=by)
    return see_other(request, _address(person))


@require_POST
def reactivate(request: HttpRequest, handle: str) -> HttpResponse:
    """Opens the account again."""
    by, person = administrator_of(request), _of(handle)
    actions.reactivate_person(person=person, by=by)
    return see_other(request, _address(person))


@require_POST
def rename(request: HttpRequest, handle: str) -> HttpResponse:
    """Gives another handle."""
    by, person = administrator_of(request), _of(handle)
    form = HandleForm(person, request.POST)
    if not form.is_valid():
        return _show(request, by, person, form)
    actions.rename_handle(by=by, person=person, handle=form.cleaned_data["handle"])
    return see_other(request, _address(person))


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, handle: str) -> HttpResponse:
    """Asks for the handle, and erases for good."""
    by, person = administrator_of(request), _of(handle)
    require(can_erase(by, person), _("This account cannot be erased by you."))
    form = EraseForm(person, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        erase_person(by=by, person=person)
        return see_other(request, "/administration/people/?who=former")
    context = {"colleague": person, "form": form}
    return render(request, "profiles/erase.html", context, status=422 if form.is_bound else 200)
