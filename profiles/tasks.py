"""Letters about sign-in that must not make an answer slower for known addresses; renewing what people are found by."""

import secrets
from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from network.core.clock import now
from network.core.tasks import PATIENT, app
from profiles.events import FieldsChanged, InvitationsMade
from profiles.models import Invitation, Person, ProfileField

BATCH = 1000  # people written at a time


@app.task(retry=PATIENT)
def send_reset_letter(person_id: int) -> None:
    """Makes a fresh link now (it is never stored) and mails it to the person's own address, in their language."""
    person = Person.objects.active().filter(pk=person_id).first()
    if person is None:
        return
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)},
    )
    context = {"colleague": person, "url": settings.ORIGINS[0] + path, "site_name": settings.SITE_NAME}
    with translation.override(person.language):
        subject = " ".join(render_to_string("account/email/password_reset_key_subject.txt", context).split())
        text = render_to_string("account/email/password_reset_key_message.txt", context)
    send_mail(subject, text, None, [person.email])


def invitations_made(event: InvitationsMade) -> None:
    """Each gets a letter, by the worker."""
    for pk in event.invitation_ids:
        send_invitation.defer(invitation_id=pk)


@app.task(retry=PATIENT)
def send_invitation(invitation_id: int) -> None:
    """Makes the token now (only its hash is stored) and mails the link; a second run makes a new one."""
    invitation = Invitation.objects.open().select_related("invited_by").filter(pk=invitation_id).first()
    if invitation is None:
        return
    token = secrets.token_urlsafe(32)
    Invitation.objects.filter(pk=invitation.pk).update(token_hash=Invitation.hash_of(token))
    url = settings.ORIGINS[0] + reverse("profiles:accept_invitation", args=[token])
    context = {"invitation": invitation, "url": url, "site_name": settings.SITE_NAME}
    with translation.override(invitation.language):
        subject = " ".join(render_to_string("account/email/invitation_subject.txt", context).split())
        text = render_to_string("account/email/invitation_message.txt", context)
    send_mail(subject, text, None, [invitation.email])


@app.task(retry=PATIENT)
def tell_of_break_glass(person_id: int, moment: str) -> None:
    """Every administrator is told that the account for emergencies was used, each in their own language."""
    person = Person.objects.get(pk=person_id)
    for administrator in Person.objects.active().filter(is_administrator=True):
        context = {"colleague": person, "moment": datetime.fromisoformat(moment), "site_name": settings.SITE_NAME}
        with translation.override(administrator.language):
            subject = " ".join(render_to_string("account/email/break_glass_subject.txt", context).split())
            text = render_to_string("account/email/break_glass_message.txt", context)
        send_mail(subject, text, None, [administrator.email])


@app.periodic(cron="23 3 * * *")
@app.task(queueing_lock="forget-sessions")
def forget_sessions(timestamp: int) -> None:
    """Deletes sessions that have expired; every visit to the sign-in page begins one."""
    Session.objects.filter(expire_date__lt=now()).delete()


def fields_changed(event: FieldsChanged) -> None:
    """Everybody's terms and cards are renewed by the worker."""
    renew_people.defer()


@app.task(retry=PATIENT)
def renew_people() -> None:
    """Writes anew what people are found by, and gives every card a new version; may run twice."""
    unshown = ProfileField.unshown()
    batch: list[Person] = []
    for person in Person.objects.order_by("pk").iterator(BATCH):
        person.set_terms(unshown)
        batch.append(person)
        if len(batch) == BATCH:
            _renew(batch)
            batch = []
    _renew(batch)


def _renew(people: list[Person]) -> None:
    for person in people:
        person.version = F("version") + 1
    Person.objects.bulk_update(people, ["folded", "findable", "spellings", "version"])
