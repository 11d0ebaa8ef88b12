"""Coming in by invitation: once, for one address, with one role; the link says nothing to anybody else."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection
from django.test import Client

from network.core.clock import now
from profiles import actions, events, tasks
from profiles.actions.invitations import Terms
from profiles.models import Invitation, Person, Role
from tests.profiles.browser import BETTER, is_in, parsed

pytestmark = pytest.mark.django_db
NEW = "ny@glod.example"
COST = 5  # session, person, rows; rail: groups, mine


def invite(by: Person, email: str = NEW, **terms: Any) -> Invitation:
    """An invitation whose letter was sent."""
    return actions.invite_people(by=by, emails=[email], terms=Terms(**terms))[0]


def letter(invitation: Invitation) -> str:
    """The path in the letter."""
    mail.outbox.clear()
    tasks.send_invitation(invitation.pk)
    found = re.search(r"/invitation/\S+", mail.outbox[0].body)
    assert found is not None
    return found[0]


def come(path: str, client: Client | None = None, **more: str) -> Any:
    """Sends the form of the page."""
    return (client or Client()).post(path, {"name": "Nina Ny", "password": BETTER, **more})


def test_the_letter_leads_to_an_account_with_exactly_what_was_offered(ada, market) -> None:
    path = letter(invite(ada, department=market, role=Role.Kind.MODERATOR, language="en"))
    assert mail.outbox[0].to == [NEW]
    assert mail.outbox[0].subject == "You are invited to Glød"
    assert NEW in parsed(Client().get(path))
    client = Client()
    answer = come(path, client, role="policy-editor", department="1", email="ann@glod.example", is_administrator="1")
    assert answer["Location"] == "/"
    person = Person.objects.get(email=NEW)
    assert is_in(client)
    assert (person.name, person.department, person.language) == ("Nina Ny", market, "en")
    assert (person.is_administrator, person.check_password(BETTER)) == (False, True)
    assert list(person.roles.values_list("kind", "given_by__handle")) == [("moderator", "ada")]


def test_a_letter_in_norwegian(ada) -> None:
    letter(invite(ada, language="nb"))
    assert mail.outbox[0].subject == "Du er invitert til Glød"
    assert "Hei," in mail.outbox[0].body


def test_only_the_hash_of_the_token_is_kept(ada) -> None:
    invitation = invite(ada)
    token = letter(invitation).rstrip("/").rpartition("/")[2]
    invitation.refresh_from_db()
    assert token not in str(Invitation.objects.values())
    assert invitation.token_hash == Invitation.hash_of(token)


@pytest.mark.parametrize("ended", ["used", "revoked", "expired", "replaced", "taken", "unknown"])
def test_a_link_that_does_not_count_says_so_and_no_more(ended: str, ada, cleo) -> None:
    invitation = invite(ada)
    path = letter(invitation)
    if ended == "used":
        come(path)
    elif ended == "revoked":
        actions.revoke_invitation(by=ada, pk=invitation.pk)
    elif ended == "expired":
        Invitation.objects.update(expires_at=now() - timedelta(seconds=1))
    elif ended == "replaced":
        letter(invite(ada))
    elif ended == "taken":
        Person.objects.filter(pk=cleo.pk).update(email=NEW, is_active=False)
    else:
        path = "/invitation/none/"
    before = Person.objects.count()
    page, answer = Client().get(path), come(path)
    assert Person.objects.count() == before
    if ended != "taken":  # that is found out only when somebody comes
        assert page.status_code == 404
    assert answer.status_code == 404
    html = parsed(answer)
    assert NEW not in html
    assert ada.name not in html


def test_an_expired_link_never_comes_back(ada) -> None:
    path = letter(invite(ada, days=14))
    with time_machine.travel(now() + timedelta(days=14, minutes=1)):
        assert come(path).status_code == 404
    with time_machine.travel(now() + timedelta(days=13, hours=23)):
        assert Client().get(path).status_code == 200


def test_an_address_with_an_account_is_never_invited_also_spelt_otherwise(ada, ann, gone, told) -> None:
    for email in ("Ann@GLOD.example", "gone@glod.example"):
        with pytest.raises(ValidationError):
            invite(ada, email)
    assert not Invitation.objects.exists()
    assert told == []


def test_only_an_administrator_invites_and_takes_back(ann, cleo, mona, gone, ada) -> None:
    invitation = invite(ada)
    ended = Person(is_administrator=True, is_active=False)
    for person in (ann, cleo, mona, gone, ended):
        with pytest.raises(PermissionDenied):
            invite(person, "x@glod.example")
        with pytest.raises(PermissionDenied):
            actions.revoke_invitation(by=person, pk=invitation.pk)


def test_each_address_is_announced_once(ada, told) -> None:
    made = actions.invite_people(by=ada, emails=["A@x.no", "a@x.no", "b@x.no"], terms=Terms())
    assert [one.email for one in made] == ["a@x.no", "b@x.no"]
    assert told == [events.InvitationsMade((made[0].pk, made[1].pk))]


def test_two_hundred_at_once_are_the_most(ada, told) -> None:
    with pytest.raises(ValidationError):
        actions.invite_people(by=ada, emails=[f"p{n}@x.no" for n in range(201)], terms=Terms())
    assert told == []


def test_an_account_that_is_made_in_the_same_moment_wins(ada, monkeypatch: pytest.MonkeyPatch) -> None:
    path = letter(invite(ada))

    def collide(**_what: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(actions, "accept_invitation", collide)
    assert come(path).status_code == 404


def test_a_letter_is_not_sent_for_an_invitation_that_was_taken_back(ada) -> None:
    invitation = invite(ada)
    actions.revoke_invitation(by=ada, pk=invitation.pk)
    mail.outbox.clear()
    tasks.send_invitation(invitation.pk)
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": ""}, "Navnet ditt"),
        ({"name": "\u200b \u202e"}, "Skriv navnet ditt"),
        ({"password": ""}, "Velg et passord"),
        ({"password": "password123"}, "vanlig"),
        ({"password": "kort"}, "9"),
        ({"name": "N" * 300}, "120"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(sent: dict[str, str], words: str, ada) -> None:
    path = letter(invite(ada))
    answer = come(path, **sent)
    assert answer.status_code == 422
    assert words in parsed(answer)
    assert not Person.objects.filter(email=NEW).exists()
    assert come(path).status_code == 302


def test_a_passkey_instead_of_a_password_is_made_next(ada) -> None:
    client, path = Client(), letter(invite(ada))
    answer = come(path, client, password="", way="passkey")
    assert answer["Location"] == "/account/2fa/webauthn/add/"
    assert client.get(answer["Location"]).status_code == 200
    assert not Person.objects.get(email=NEW).has_usable_password()


def test_somebody_signed_in_does_not_become_another(ada, ann, client_of) -> None:
    path, client = letter(invite(ada)), client_of(ann)
    assert ann.name in parsed(client.get(path))
    assert come(path, client).status_code == 200
    assert not Person.objects.filter(email=NEW).exists()


def test_the_page_invites_several_at_once_and_lists_them(ada, client_of, market) -> None:
    client = client_of(ada)
    assert "Ingen ennå" in parsed(client.get("/administration/invitations/"))
    form = {
        "emails": "en@x.no, to@x.no;\n tre@x.no",
        "language": "en",
        "days": "7",
        "department": market.pk,
        "role": "",
    }
    assert client.post("/administration/invitations/", form).status_code == 303
    html = parsed(client.get("/administration/invitations/"))
    assert all(email in html for email in ("en@x.no", "to@x.no", "tre@x.no"))
    first = Invitation.objects.order_by("pk")[0]
    assert (first.language, first.department, (first.expires_at - now()).days) == ("en", market, 6)
    client.post(f"/administration/invitations/{first.pk}/revoke/")
    first.refresh_from_db()
    assert first.state == "revoked"


@pytest.mark.parametrize(
    ("emails", "words"),
    [("ikke en adresse", "ikke"), ("ann@glod.example", "ann@glod.example"), ("", ""), ("a@x.no " * 9000, "60000")],
)
def test_a_fault_in_the_addresses_invites_nobody(emails: str, words: str, ada, ann, client_of) -> None:
    form = {"emails": emails, "language": "nb", "days": "14"}
    answer = client_of(ada).post("/administration/invitations/", form)
    assert answer.status_code == 422
    assert words in parsed(answer)
    assert not Invitation.objects.exists()


def test_too_many_at_once_is_said(ada, client_of) -> None:
    form = {"emails": "\n".join(f"p{n}@x.no" for n in range(201)), "language": "nb", "days": "14"}
    assert "200" in parsed(client_of(ada).post("/administration/invitations/", form))
    assert not Invitation.objects.exists()


def test_thirty_sendings_an_hour_and_then_a_pause(ada, client_of) -> None:
    client = client_of(ada)
    for number in range(30):
        form = {"emails": f"p{number}@x.no", "language": "nb", "days": "14"}
        assert client.post("/administration/invitations/", form).status_code == 303
    answer = client.post("/administration/invitations/", {**form, "emails": "late@x.no"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert Invitation.objects.count() == 30


def test_the_page_is_for_administrators(ann, cleo, mona, gone, ada, client_of) -> None:
    for person in (ann, cleo, mona):
        assert client_of(person).get("/administration/invitations/").status_code == 403
        assert client_of(person).post("/administration/invitations/1/revoke/").status_code == 403
    assert client_of(gone).get("/administration/invitations/").status_code == 302
    assert Client().get("/administration/invitations/").status_code == 302


@pytest.mark.parametrize("rows", [3, 30])
def test_the_cost_of_the_list_does_not_grow(rows: int, ada, market, client_of, django_assert_num_queries) -> None:
    client = client_of(ada)
    actions.invite_people(by=ada, emails=[f"p{n}@x.no" for n in range(rows)], terms=Terms(department=market))
    client.get("/administration/invitations/")
    with django_assert_num_queries(COST):
        client.get("/administration/invitations/")


@pytest.mark.django_db(transaction=True)
def test_twenty_at_the_same_time_make_one_account(ada) -> None:
    path = letter(invite(ada, role=Role.Kind.REPRESENTATIVE))
    answers, start = [], threading.Barrier(20)

    def one(number: int) -> None:
        start.wait()
        try:
            answers.append(come(path, name=f"Navn {number}").status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302] + [404] * 19
    assert list(Role.objects.values_list("person__email", "kind")) == [(NEW, "representative")]
