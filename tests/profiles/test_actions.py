"""What actions write and announce."""

from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from network.core.access import Refused
from network.live.models import Entry
from profiles import actions
from profiles.events import PersonDeactivated, PersonFollowed, ProfileChanged
from profiles.models import Department, Person, Role, Skill
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_new_person_has_a_verified_address_and_a_free_handle(told: list, field: object) -> None:
    first = actions.create_person(actions.NewPerson("Kåre  Ødegård", "Kare@Glod.example", department=field))
    second = actions.create_person(actions.NewPerson("Kåre Ødegård", "kare2@glod.example"))
    assert (first.handle, second.handle) == ("kare.odegard", "kare.odegard2")
    assert (first.name, first.email) == ("Kåre Ødegård", "kare@glod.example")
    assert not first.has_usable_password()
    assert EmailAddress.objects.filter(user=first, verified=True, primary=True).exists()


def test_the_handle_of_somebody_who_left_is_not_given_again(gone: Person) -> None:
    assert actions.free_handle("Gone") == "gone2"
    assert actions.free_handle("☃") == "kollega"


def test_an_edit_that_other_pages_show_is_announced_and_raises_the_version(ann: Person, told: list) -> None:
    actions.edit_profile(person=ann, changes={"title": "Leder", "place": "Lysvær"})
    ann.refresh_from_db()
    assert (ann.title, ann.place, ann.version) == ("Leder", "Lysvær", 2)
    assert "leder" in ann.folded
    assert told == [ProfileChanged(ann.pk)]


def test_an_edit_that_no_other_page_shows_is_quiet_and_no_change_is_no_edit(ann: Person, told: list) -> None:
    actions.edit_profile(person=ann, changes={"about": "Hei"})
    actions.edit_profile(person=ann, changes={"about": "Hei"})
    ann.refresh_from_db()
    assert (ann.version, told) == (2, [])


def test_an_edit_cannot_reach_rights(ann: Person) -> None:
    with pytest.raises(ValueError, match="is_administrator"):
        actions.edit_profile(person=ann, changes={"is_administrator": True})
    with pytest.raises(ValueError, match="is_active"):
        actions.set_appearance(person=ann, is_active=False)


def test_following_tells_once_and_unfollowing_tells_nobody(ann: Person, cleo: Person, told: list) -> None:
    actions.follow(person=ann, colleague=cleo)
    actions.follow(person=ann, colleague=cleo)
    actions.unfollow(person=ann, colleague=cleo)
    actions.unfollow(person=ann, colleague=cleo)
    assert told == [PersonFollowed(ann.pk, cleo.pk)]
    assert not ann.following.exists()


def test_nobody_follows_themselves_or_somebody_who_left(ann: Person, gone: Person) -> None:
    for other in (ann, gone):
        with pytest.raises(Refused):
            actions.follow(person=ann, colleague=other)


def test_spellings_of_one_skill_are_one_skill(ann: Person, cleo: Person) -> None:
    actions.declare_skill(person=ann, name="Reléplan")
    actions.declare_skill(person=cleo, name=" relèplan ")
    actions.declare_skill(person=cleo, name="relèplan")
    assert list(Skill.objects.values_list("name", flat=True)) == ["Reléplan"]
    assert (ann.declared.count(), cleo.declared.count()) == (1, 1)
    with pytest.raises(ValidationError):
        actions.declare_skill(person=ann, name="☃")


def test_twenty_skills_are_enough(ann: Person) -> None:
    for number in range(20):
        actions.declare_skill(person=ann, name=f"Ferdighet {number}")
    with pytest.raises(Refused):
        actions.declare_skill(person=ann, name="En til")


def test_a_skill_is_confirmed_by_the_asked_colleague_only(ann: Person, ben: Person, cleo: Person) -> None:
    declared = actions.declare_skill(person=ann, name="Reléplan")
    with pytest.raises(Refused):
        actions.confirm_skill(person=ben, declared=declared)
    with pytest.raises(Refused):
        actions.ask_to_confirm(person=cleo, declared=declared, colleague=ben)
    actions.ask_to_confirm(person=ann, declared=declared, colleague=ben)
    actions.confirm_skill(person=ben, declared=declared)
    declared.refresh_from_db()
    assert declared.confirmed_by == ben
    actions.ask_to_confirm(person=ann, declared=declared, colleague=ben)
    assert declared.confirmed_by == ben
    actions.ask_to_confirm(person=ann, declared=declared, colleague=cleo)
    declared.refresh_from_db()
    assert declared.confirmed_by is None


def test_appearance_and_language_take_only_what_is_offered(ann: Person) -> None:
    actions.set_appearance(person=ann, theme="dark", shortcuts=False)
    actions.set_language(person=ann, language="en")
    ann.refresh_from_db()
    assert (ann.theme, ann.shortcuts, ann.language) == ("dark", False, "en")
    with pytest.raises(ValidationError):
        actions.set_appearance(person=ann, theme="pink")
    with pytest.raises(ValidationError):
        actions.set_language(person=ann, language="xx")


def test_deactivation_ends_sessions_and_sockets_in_one_step(ann: Person, client: object, told: list) -> None:
    client.post("/account/login/", {"login": ann.email, "password": "glod-demo"})
    assert Session.objects.count() == 1
    actions.deactivate_person(person=ann)
    assert not Session.objects.exists()
    assert told == [PersonDeactivated(ann.pk), ProfileChanged(ann.pk)]
    assert Entry.objects.filter(verb=Entry.Verb.REVOKE, subject_id=ann.pk).exists()
    assert client.get("/people/").status_code == 302


def test_a_role_is_given_by_an_administrator_and_prolonged_not_doubled(ann: Person, ada: Person, mo: Person) -> None:
    with pytest.raises(Refused):
        actions.give_role(person=ann, kind=Role.Kind.MODERATOR, by=mo)
    with pytest.raises(Refused):
        actions.make_administrator(person=ann, by=mo)
    actions.give_role(person=ann, kind=Role.Kind.MODERATOR, by=ada)
    actions.give_role(person=ann, kind=Role.Kind.MODERATOR, by=ada, until=date(2999, 1, 1))
    assert list(ann.roles.values_list("given_by", "ends_on")) == [(ada.pk, date(2999, 1, 1))]


def test_the_first_administrator_is_made_only_while_nobody_is_there(db: None) -> None:
    new = actions.NewPerson("Ada", "ada@glod.example")
    first = actions.create_first_administrator(new, "en lang nok setning")
    assert first is not None
    assert first.is_administrator
    assert actions.create_first_administrator(new, "en lang nok setning") is None
    assert Person.objects.count() == 1


def test_one_person_may_be_elected_by_two_bodies(ann: Person, ada: Person, field: Department) -> None:
    union = actions.Mandate(body=Role.Body.UNION, name="Fagforbundet", scope=field)
    for mandate in (union, actions.Mandate(body=Role.Body.SAFETY), union):
        actions.give_role(person=ann, kind=Role.Kind.REPRESENTATIVE, by=ada, mandate=mandate)
    held = Role.objects.current().filter(person=ann).order_by("body")
    assert [(role.body, role.body_name, role.scope) for role in held] == [
        ("safety", "", None),
        ("union", "Fagforbundet", field),
    ]


def test_the_command_names_the_body_of_a_mandate(ann: Person, field: Department) -> None:
    said = StringIO()
    mandate = ["--body", "union", "--name", "Tekna", "--department", field.slug]
    call_command("give_role", "ann", "representative", *mandate, stdout=said)
    role = Role.objects.get(person=ann)
    assert (role.body, role.speaks_for, role.scope) == ("union", "Tekna", field)
    with pytest.raises(CommandError, match="Only a representative"):
        call_command("give_role", "ann", "moderator", "--body", "union", stdout=said)
    with pytest.raises(CommandError, match="No department"):
        call_command("give_role", "ann", "representative", "--department", "nowhere", stdout=said)


@pytest.mark.parametrize("command", ["deactivate_person", "give_role"])
def test_commands_say_when_nobody_has_the_handle(command: str, gone: Person) -> None:
    with pytest.raises(CommandError, match="Nobody active"):
        call_command(command, "gone", *(["moderator"] if command == "give_role" else []))


def test_commands_deactivate_and_give_roles(ann: Person, cleo: Person) -> None:
    said = StringIO()
    call_command("give_role", "ann", "policy-editor", "--until", "2999-12-31", stdout=said)
    call_command("give_role", "ann", "administrator", stdout=said)
    call_command("deactivate_person", "Cleo", stdout=said)
    ann.refresh_from_db()
    cleo.refresh_from_db()
    assert (ann.is_administrator, cleo.is_active) == (True, False)
    assert ann.roles.get().kind == "policy-editor"
    assert said.getvalue().splitlines()[-1] == "cleo is deactivated."


def test_sessions_end_everywhere_but_here(ann: Person, client: object, client_of: Callable) -> None:
    client.post("/account/login/", {"login": ann.email, "password": "glod-demo"})
    here = client.session.session_key
    assert actions.end_sessions(ann, but=here) == 0
    assert actions.end_sessions(ann) == 1
    assert factories.PersonFactory().pk
