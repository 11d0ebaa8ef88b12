"""Who may do what to whom."""

from collections.abc import Iterable

from profiles.models import Person, PersonSkill, Role, ShownTo, SignInRules


def can_edit_profile(person: Person, colleague: Person) -> bool:
    """Each keeps their own profile."""
    return person.is_active and person.pk == colleague.pk


def can_see_field(person: Person, colleague: Person, key: str) -> bool:
    """What a colleague hides is seen by themselves, their manager, and perhaps their department."""
    audience = colleague.hides.get(key)
    if audience is None or person.pk in (colleague.pk, colleague.manager_id):
        return True
    return (
        audience == ShownTo.DEPARTMENT
        and person.department_id is not None
        and (person.department_id == colleague.department_id)
    )


def can_choose_host(person: Person, colleague: Person) -> bool:
    """The manager of somebody new, or an administrator."""
    return colleague.is_active and person.is_active and (colleague.manager_id == person.pk or can_administer(person))


def can_follow(person: Person, colleague: Person) -> bool:
    """Every active colleague but oneself and whom one has muted."""
    return can_mute(person, colleague) and colleague.pk not in person.quiet


def can_mute(person: Person, colleague: Person) -> bool:
    """Every active colleague but oneself: nobody's rank is asked."""
    return person.is_active and colleague.is_active and person.pk != colleague.pk


def can_ask_to_confirm(person: Person, declared: PersonSkill, colleague: Person) -> bool:
    """The one who declared a skill asks another active colleague."""
    return person.is_active and declared.person_id == person.pk and can_follow(person, colleague)


def can_confirm_skill(person: Person, declared: PersonSkill) -> bool:
    """Only the colleague who was asked, and never for oneself."""
    return person.is_active and declared.asked_id == person.pk and declared.person_id != person.pk


def handles_reports(person: Person) -> bool:
    """Has the task of handling reports today; which of them is for moderation to say."""
    return person.is_active and Role.objects.current().filter(person=person, kind__in=Role.Kind.handlers()).exists()


def can_administer(person: Person) -> bool:
    """Administrators set up the site; it gives no right to read or to moderate."""
    return person.is_active and person.is_administrator


def can_deactivate(by: Person | None, person: Person) -> bool:
    """An administrator anybody but themselves, so that one remains; the command line or a source (None) anybody.

    Never the account by which one gets in when single sign-on is away.
    """
    if SignInRules.objects.filter(break_glass=person).exists():
        return False
    return by is None or (can_administer(by) and by.pk != person.pk)


def can_erase(by: Person, person: Person) -> bool:
    """An administrator, of whomever they may close the account of."""
    return can_administer(by) and can_deactivate(by, person)


def can_give_role(person: Person | None) -> bool:
    """An administrator, or the command line of the machine (None)."""
    return person is None or can_administer(person)


def must_have_second_step(rules: SignInRules, person: Person) -> bool:
    """Whom the administrator's rule asks, and the account that stays open beside the organisation's own sign-in."""
    if rules.only_sso and rules.break_glass_id == person.pk:
        return True
    asked = SignInRules.Asked
    return rules.second_step == asked.EVERYBODY or (
        rules.second_step == asked.ADMINISTRATORS and person.is_administrator
    )


def may_sign_in_here(rules: SignInRules, person: Person) -> bool:
    """By password or passkey: everybody, or one only while the organisation's own sign-in is all that counts."""
    return person.is_active and (not rules.only_sso or rules.break_glass_id == person.pk)


def roles_of(person: Person) -> set[str]:
    """Every task that the person has today; one query."""
    return roles_of_each([person]).get(person.pk, set())


def roles_of_each(people: Iterable[Person]) -> dict[int, set[str]]:
    """The same of several people, by their number; one query. Whoever has left is not among them."""
    held: dict[int, set[str]] = {person.pk: set() for person in people if person.is_active}
    for pk, kind in Role.objects.current().filter(person__in=held).values_list("person", "kind"):
        held[pk].add(kind)
    return held


def has_role(person: Person, kind: Role.Kind) -> bool:
    """True while the person holds the role today."""
    return person.is_active and Role.objects.current().filter(person=person, kind=kind).exists()
