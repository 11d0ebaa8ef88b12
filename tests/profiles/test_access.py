"""Who may do what to whom, without HTTP."""

import pytest
from django.utils.timezone import localdate

from profiles import access
from profiles.models import Person, PersonSkill, Role
from tests import factories

pytestmark = pytest.mark.django_db


def test_each_edits_only_their_own_profile(ann: Person, cleo: Person, ada: Person, gone: Person) -> None:
    assert access.can_edit_profile(ann, ann)
    assert not access.can_edit_profile(cleo, ann)
    assert not access.can_edit_profile(ada, ann)
    assert not access.can_edit_profile(gone, gone)


def test_active_people_follow_active_colleagues_but_not_themselves(ann: Person, cleo: Person, gone: Person) -> None:
    assert access.can_follow(ann, cleo)
    assert not access.can_follow(ann, ann)
    assert not access.can_follow(ann, gone)
    assert not access.can_follow(gone, ann)


def test_only_the_asked_colleague_confirms_a_skill(ann: Person, ben: Person, cleo: Person, gone: Person) -> None:
    declared = PersonSkill.objects.create(person=ann, skill=factories.SkillFactory(), asked=ben)
    assert access.can_confirm_skill(ben, declared)
    assert not access.can_confirm_skill(cleo, declared)
    assert not access.can_confirm_skill(ann, declared)
    declared.asked = ann
    assert not access.can_confirm_skill(ann, declared)
    declared.asked = gone
    assert not access.can_confirm_skill(gone, declared)


def test_only_the_one_who_declared_a_skill_asks_for_it(ann: Person, ben: Person, cleo: Person, gone: Person) -> None:
    declared = PersonSkill.objects.create(person=ann, skill=factories.SkillFactory())
    assert access.can_ask_to_confirm(ann, declared, ben)
    assert not access.can_ask_to_confirm(cleo, declared, ben)
    assert not access.can_ask_to_confirm(ann, declared, ann)
    assert not access.can_ask_to_confirm(ann, declared, gone)


def test_roles_are_given_by_administrators_and_the_command_line(ann: Person, ada: Person, mo: Person) -> None:
    assert access.can_give_role(None)
    assert access.can_give_role(ada)
    assert not access.can_give_role(mo)
    ada.is_active = False
    assert not access.can_give_role(ada)


def test_a_role_holds_from_its_start_to_its_end(mo: Person, cleo: Person) -> None:
    assert access.has_role(mo, Role.Kind.MODERATOR)
    assert not access.has_role(mo, Role.Kind.POLICY_EDITOR)
    assert not access.has_role(cleo, Role.Kind.MODERATOR)
    Role.objects.filter(person=mo).update(ends_on="2020-02-01")
    assert not access.has_role(mo, Role.Kind.MODERATOR)
    Role.objects.create(person=cleo, kind=Role.Kind.MODERATOR, starts_on="2999-01-01", ends_on=None)
    assert not access.has_role(cleo, Role.Kind.MODERATOR)
    Role.objects.filter(person=mo).update(ends_on=localdate())
    assert access.has_role(mo, Role.Kind.MODERATOR)
    mo.is_active = False
    assert not access.has_role(mo, Role.Kind.MODERATOR)
