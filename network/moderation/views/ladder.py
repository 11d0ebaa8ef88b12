"""What a lead does after a posting limit was decided: ending it before its time."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from network.core.access import Refused
from network.moderation.actions.limits import NOT_LIFTED, lift_earlier
from network.moderation.forms.ladder import LiftForm
from network.moderation.queries.ladder import limited_in
from network.moderation.views.places import found, refused, tried


@require_POST
def lift(request: HttpRequest, ref: str) -> HttpResponse:
    """With a reason that whoever it is about reads."""
    person, case = found(request, ref)
    form, standing = LiftForm(request.POST), limited_in(case)
    if standing is None:
        return refused(request, case, {}, Refused(NOT_LIFTED))
    return tried(
        request, case, "lift", form,
        lambda: lift_earlier(by=person, decision=standing, because=form.cleaned_data["because"]),
    )  # fmt: skip
