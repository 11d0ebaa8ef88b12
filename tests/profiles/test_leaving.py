"""Somebody leaves, comes back, gets another handle, is erased: what ends, what stays, what nobody inherits."""

from collections.abc import Callable
from io import StringIO

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from network.core.access import Refused
from network.groups.models import Group, Membership
from network.live.models import Entry
from network.notifications.access import unsubscribe_token, unsubscriber
from network.notifications.models import Notification
from network.openness.models import ImportLine
from profiles import actions
from profiles.actions.erasing import erase_person
from profiles.models import FormerHandle, Person, PersonSkill, Role, SignInRules, Source, SourceRecord
from profiles.queries.said import Said
from profiles.tasks import send_reset_letter
from tests.factories import PersonFactory, comment_of, post_of
from tests.openness.files import carried_out, csv
from tests.pictures import picture

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


def reset_link(person: Person) -> str:
    key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return reverse("account_reset_password_from_key", kwargs=key)


def signed_in(person: Person) -> Client:
    client = Client()
    client.post("/account/login/", {"login": person.email, "password": "glod-demo"})
    return client


def test_sessions_and_sockets_end_and_signing_in_again_is_refused(ann: Person) -> None:
    client = signed_in(ann)
    assert client.get("/people/").status_code == 200
    actions.deactivate_person(person=ann)
    assert client.get("/people/").status_code == 302
    assert not Session.objects.exists()
    assert Entry.objects.filter(verb=Entry.Verb.REVOKE, subject_id=ann.pk).exists()
    assert signed_in(ann).get("/people/").status_code == 302


def test_a_link_for_a_new_password_is_worth_nothing_any_more(ann: Person) -> None:
    before = ann.password
    link, late = reset_link(ann), reset_link(ann)
    client = Client()
    assert client.get(link).status_code == 302  # to the page where one types
    actions.deactivate_person(person=ann)
    page = client.get(late, follow=True)
    assert b'name="password1"' not in page.content
    typed = client.post(
        f"{link.rsplit('-', 1)[0]}-set-password/",
        {"password1": "en ny lang setning", "password2": "en ny lang setning"},
    )
    assert typed.status_code in (200, 302)
    ann.refresh_from_db()
    assert ann.password == before
    send_reset_letter(ann.pk)
    assert mail.outbox == []


def test_the_second_step_begun_before_leads_nowhere(ann: Person) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(ann, secret)
    client = signed_in(ann)
    actions.deactivate_person(person=ann)
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    client.post("/account/2fa/authenticate/", {"code": code})
    assert client.get("/people/").status_code == 302


def test_a_new_address_is_not_confirmed_after_leaving(ann: Person, client: Client) -> None:
    EmailAddress.objects.create(user=ann, email=ann.email, verified=True, primary=True)
    asked = EmailAddress.objects.create(user=ann, email="ny@x.example")
    key = EmailConfirmationHMAC(asked).key
    actions.deactivate_person(person=ann)
    client.post(reverse("account_confirm_email", args=[key]))
    asked.refresh_from_db()
    ann.refresh_from_db()
    assert (asked.verified, ann.email) == (False, "ann@glod.example")


def test_letters_and_their_links_end(ann: Person) -> None:
    token = unsubscribe_token(ann, "mention")
    assert unsubscriber(token) is not None
    actions.deactivate_person(person=ann)
    assert unsubscriber(token) is None


def test_roles_end_and_are_not_given_back(ann: Person, ada: Person) -> None:
    actions.give_role(person=ann, kind=Role.Kind.MODERATOR, by=ada)
    actions.make_administrator(person=ann, by=ada)
    actions.deactivate_person(person=ann, by=ada)
    actions.reactivate_person(person=ann, by=ada)
    ann.refresh_from_db()
    assert (ann.is_active, ann.is_administrator) == (True, False)
    assert not Role.objects.current().filter(person=ann).exists()
    assert signed_in(ann).get("/people/").status_code == 200


def test_only_an_administrator_closes_and_never_the_way_in_that_must_remain(
    ann: Person, cleo: Person, ada: Person
) -> None:
    other = PersonFactory(handle="oda", is_administrator=True)
    for by, person in ((cleo, ann), (ann, ann), (ada, ada)):
        with pytest.raises(Refused):
            actions.deactivate_person(person=person, by=by)
    with pytest.raises(Refused):
        actions.reactivate_person(person=ann, by=cleo)
    SignInRules.objects.create(pk=1, break_glass=other)
    for by in (ada, None):
        with pytest.raises(Refused):
            actions.deactivate_person(person=other, by=by)
    with pytest.raises(Refused):
        erase_person(by=ada, person=other)
    actions.deactivate_person(person=ann, by=ada)
    assert not ann.is_active


def test_hosted_groups_are_handed_over_and_the_new_host_is_told(
    ann: Person, mona: Person, open_group: Group, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.deactivate_person(person=mona)
    assert Membership.objects.get(group=open_group, role="host", person__is_active=True).person == ann
    assert Notification.objects.filter(recipient=ann, subject=f"group:{open_group.pk}").exists()


def test_a_former_handle_leads_to_its_person_and_is_given_to_nobody_else(
    ann: Person, ada: Person, cleo: Person, client_of: Callable
) -> None:
    with pytest.raises(Refused):
        actions.rename_handle(by=cleo, person=ann, handle="anna")
    actions.rename_handle(by=ada, person=ann, handle="Anna.Askeland")
    client = client_of(cleo)
    assert client.get("/people/ann/")["Location"] == "/people/anna.askeland/"
    assert client.get("/people/ann/contact.vcf").status_code == 200
    assert actions.free_handle("Ann") == "ann2"
    with pytest.raises(Refused):
        actions.rename_handle(by=ada, person=cleo, handle="ann")
    actions.rename_handle(by=ada, person=ann, handle="ann")
    assert list(FormerHandle.objects.values_list("handle", "person")) == [("anna.askeland", ann.pk)]
    for bad in ("Å", "chart", ""):
        with pytest.raises((ValidationError, Refused)):
            actions.rename_handle(by=ada, person=ann, handle=bad)
    actions.deactivate_person(person=ann)
    assert client.get("/people/anna.askeland/").status_code == 404


def test_erasing_leaves_the_words_and_nothing_of_the_person(
    ann: Person, ben: Person, ada: Person, open_group: Group
) -> None:
    carried_out(ada, csv("77;Ann Askeland;ann@glod.example;Montør;;"))
    Person.objects.filter(pk=ann.pk).update(
        phone="900 00 000", about="Canary", birthday="05-17", extra={"own-bil": "AA"}
    )
    ann.refresh_from_db()
    EmailAddress.objects.create(user=ann, email="private@canary.example")
    Authenticator.objects.create(user=ann, type="totp", data={})
    post = post_of(ann, open_group, "Teksten blir")
    comment_of(ben, post)
    actions.declare_skill(person=ann, name="Reléplan")
    actions.follow(person=ben, colleague=ann)
    Person.objects.filter(pk=ben.pk).update(manager=ann)
    with pytest.raises(Refused):
        erase_person(by=ben, person=ann)
    erase_person(by=ada, person=ann)
    ann.refresh_from_db()
    post.refresh_from_db()
    assert (post.text, post.thread.author) == ("Teksten blir", ann)
    assert (ann.name, ann.is_active, ann.erased_at is not None) == ("Tidligere kollega", False, True)
    row = str(Person.objects.filter(pk=ann.pk).values().get())
    for trace in ("Askeland", "askeland", "glod.example", "900 00", "90000000", "Canary", "05-17", "AA", "Montør"):
        assert trace not in row
    assert not EmailAddress.objects.filter(user=ann).exists()
    assert not Authenticator.objects.exists()
    assert not PersonSkill.objects.exists()
    assert not ImportLine.objects.filter(person=ann).exists()
    assert not Membership.objects.filter(person=ann).exists()
    assert not ann.followers.exists()
    assert not Notification.objects.filter(recipient=ann).exists()
    assert Person.objects.get(pk=ben.pk).manager is None
    assert FormerHandle.objects.get(handle="ann").person is None
    assert actions.free_handle("Ann") == "ann2"


def test_no_file_brings_back_somebody_erased(ann: Person, ada: Person) -> None:
    source = Source.objects.create(name="Lønn", kind="file", owns=["title"])
    actions.take_from_source(source=source, said=[Said("nr. 77", {"name": "Ann Askeland", "email": ann.email})])
    erase_person(by=ada, person=ann)
    assert "nr. 77" not in SourceRecord.objects.get().external_id
    said = Said("nr. 77", {"name": "Ann Askeland", "email": "ann@glod.example"})
    (found,) = actions.take_from_source(source=source, said=[said])
    assert (found.kind, found.fault.code) == ("error", "erased")
    assert Person.objects.filter(name="Ann Askeland").count() == 0


def test_fields_of_a_source_are_locked_in_the_form_and_in_the_action(
    ann: Person, ada: Person, client_of: Callable
) -> None:
    assert carried_out(ada, csv("77;Ann Askeland;ann@glod.example;Montør;;")).state == "done"
    ann.refresh_from_db()
    client = client_of(ann)
    page = client.get("/settings/profile/").content.decode()
    assert "Kommer fra Lønn" in page
    assert client.post("/settings/profile/", {"name": "Annen", "title": "Sjef", "place": "Bodø"}).status_code == 303
    ann.refresh_from_db()
    assert (ann.name, ann.title, ann.place) == ("Ann Askeland", "Montør", "Bodø")
    with pytest.raises(Refused):
        actions.edit_profile(person=ann, changes={"title": "Sjef"})
    actions.edit_profile(person=ann, changes={"title": "Montør", "about": "Hei"})


def test_an_address_that_a_source_owns_is_changed_there(ann: Person, ada: Person) -> None:
    carried_out(ada, csv("77;Ann Askeland;ann@glod.example;Montør;;"))
    client = signed_in(ann)
    answer = client.post("/account/email/", {"email": "ny@x.example", "action_add": ""})
    assert "Lønn" in answer.content.decode()
    assert not EmailAddress.objects.filter(email="ny@x.example").exists()


def test_the_command_line_deactivates_whoever_it_names(cleo: Person) -> None:
    call_command("deactivate_person", "cleo", stdout=StringIO())
    assert not Person.objects.get(pk=cleo.pk).is_active


def test_the_photo_goes_with_somebody_who_had_left_before(
    ann: Person, ada: Person, django_capture_on_commit_callbacks: Callable
) -> None:
    name = actions.change_photo(person=ann, upload=SimpleUploadedFile("me.png", picture()))
    actions.deactivate_person(person=ann)
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(by=ada, person=ann)
    assert not default_storage.exists(actions.photo_path(name, 96))
    assert Person.objects.get(pk=ann.pk).photo == ""


def test_the_handle_that_one_has_is_no_change(ann: Person, ada: Person) -> None:
    actions.rename_handle(by=ada, person=ann, handle=" ANN ")
    assert not FormerHandle.objects.exists()
