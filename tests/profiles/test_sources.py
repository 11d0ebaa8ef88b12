"""What a source says about people, held against what is known, and written."""

import pytest
from allauth.account.models import EmailAddress

from network.core.access import Refused
from profiles import actions
from profiles.actions.sources import take_from_source
from profiles.events import PersonDeactivated, ProfileChanged, ProfilesChanged
from profiles.models import Department, FormerHandle, Person, Source, SourceRecord
from profiles.queries.said import NotTaken, Said, read_value, sentence
from profiles.queries.sources import circles, locked_fields
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english"), pytest.mark.wide]
OWNED = ["name", "email", "title", "department", "manager", "place", "phone", "started_on"]


@pytest.fixture
def source(db: None) -> Source:
    return Source.objects.create(name="Personal", kind="file", owns=OWNED)


def say(number: str, **values: object) -> Said:
    """The words of a file, as they are read."""
    return Said(number, {name: read_value(name, str(raw)) for name, raw in values.items()})


def take(source: Source, *said: Said) -> list[str]:
    return [each.fault.code if each.fault else each.kind for each in take_from_source(source=source, said=said)]


def test_somebody_new_comes_in_whole(source: Source, mona: Person, told: list) -> None:
    line = say(
        "17", name="Åse Bjørnø", email="Ase@Fjord.example", title="Montør", department="Drift > Nord",
        manager="mona@glod.example", place="Bodø", phone="+47 900 00 000", started_on="1.9.2027",
    )  # fmt: skip
    assert take(source, line) == ["new"]
    ase = Person.objects.get(email="ase@fjord.example")
    assert (ase.handle, ase.title, ase.place, ase.manager, ase.started_on.isoformat()) == (
        "ase.bjorno", "Montør", "Bodø", mona, "2027-09-01",
    )  # fmt: skip
    assert (ase.department.name, ase.department.parent.name) == ("Nord", "Drift")
    assert not ase.has_usable_password()
    assert "ase" in ase.folded
    assert EmailAddress.objects.filter(user=ase, email=ase.email, verified=True, primary=True).exists()
    assert take(source, line) == ["same"]
    assert told == []


def test_the_same_again_changes_nothing_and_a_change_is_told_once(source: Source, told: list) -> None:
    take(source, say("1", name="Ola Nes", email="ola@x.example", title="Montør"))
    ola = Person.objects.get()
    assert take(source, say("1", name="Ola Nes", email="ola.nes@x.example", title="Leder")) == ["changed"]
    ola.refresh_from_db()
    assert (ola.title, ola.email, ola.version) == ("Leder", "ola.nes@x.example", 2)
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("ola.nes@x.example", True)]
    assert told == [ProfilesChanged((ola.pk,))]


def test_a_colleague_is_found_by_address_or_handle_but_never_by_name(source: Source, ann: Person) -> None:
    assert take(source, say("1", name="Ann A.", email="ANN@glod.example")) == ["changed"]
    assert SourceRecord.objects.get().person == ann
    other = factories.PersonFactory(handle="per", name="Per Po", email="per@old.example")
    assert take(source, say("2", name="Per Po", email="per.po@x.example", handle="per")) == ["changed"]
    assert take(source, say("3", name="Per Po", email="per3@x.example")) == ["new"]
    other.refresh_from_db()
    assert (other.email, Person.objects.filter(name="Per Po").count()) == ("per.po@x.example", 2)


def test_nobody_inherits_the_account_of_somebody_who_left(source: Source, gone: Person, ann: Person) -> None:
    assert take(source, say("1", name="New One", email=gone.email)) == ["former"]
    assert take(source, say("1", name="New One", email="new@x.example", handle="gone")) == ["handle_taken"]
    assert take(source, say("2", name="Ann", email=ann.email)) == ["changed"]
    assert take(source, say("3", name="Ann Two", email=ann.email)) == ["other_number"]
    gone.refresh_from_db()
    assert not gone.is_active


def test_a_former_handle_is_not_given_to_somebody_new(source: Source, ann: Person) -> None:
    FormerHandle.objects.create(handle="ola.nes", person=ann)
    assert take(source, say("1", name="Ola Nes", email="o@x.example", handle="ola.nes")) == ["handle_taken"]
    take(source, say("1", name="Ola Nes", email="o@x.example"), say("2", name="Ola Nes", email="p@x.example"))
    assert set(Person.objects.filter(name="Ola Nes").values_list("handle", flat=True)) == {"ola.nes2", "ola.nes3"}


def test_somebody_comes_back_by_their_number(source: Source, told: list) -> None:
    take(source, say("1", name="Ola Nes", email="ola@x.example"))
    gone = Said("1", {}, is_active=False)
    assert take(source, gone) == ["gone"]
    assert take(source, gone) == ["same"]
    assert not Person.objects.get().is_active
    assert take(source, say("1", name="Ola Nes", email="ola@x.example", title="Leder")) == ["back"]
    ola = Person.objects.get()
    assert (ola.is_active, ola.title) == (True, "Leder")
    assert told == [
        PersonDeactivated(ola.pk), ProfileChanged(ola.pk), ProfileChanged(ola.pk), ProfilesChanged((ola.pk,)),
    ]  # fmt: skip


def test_where_the_address_is_the_number_another_name_does_not_come_back(source: Source) -> None:
    take(source, say("ola@x.example", name="Ola Nes", email="ola@x.example"))
    actions.deactivate_person(person=Person.objects.get())
    assert take(source, say("ola@x.example", name="Ola Berg", email="ola@x.example")) == ["former"]
    assert take(source, say("ola@x.example", name="Ola Nes", email="ola@x.example")) == ["back"]


def test_a_source_never_closes_the_account_of_an_administrator(source: Source, ada: Person) -> None:
    take(source, say("1", name="Ada Aas", email=ada.email))
    assert take(source, Said("1", {}, is_active=False)) == ["administrator"]
    ada.refresh_from_db()
    assert ada.is_active


def test_what_a_source_does_not_own_is_filled_in_but_never_changed(source: Source, ann: Person) -> None:
    Source.objects.update(owns=[])
    source.refresh_from_db()
    Person.objects.filter(pk=ann.pk).update(place="", title="Montør")
    assert take(source, say("1", name="Other", email=ann.email, title="Leder", place="Bodø")) == ["changed"]
    ann.refresh_from_db()
    assert (ann.name, ann.title, ann.place) == ("Ann Askeland", "Montør", "Bodø")


def test_the_source_that_knew_somebody_first_keeps_its_fields(source: Source, ann: Person) -> None:
    take(source, say("1", name="Ann Askeland", email=ann.email, title="Leder"))
    second = Source.objects.create(name="Katalog", kind="scim", owns=["title", "place", "pronouns"])
    assert take(second, say("x", name="Ann", email=ann.email, title="Sjef", place="Bodø")) == ["same"]
    assert {name: owner.name for name, owner in locked_fields(ann).items()} == {
        **dict.fromkeys(OWNED, "Personal"), "pronouns": "Katalog",
    }  # fmt: skip
    assert locked_fields(factories.PersonFactory()) == {}


def test_departments_are_found_anywhere_in_the_tree_and_made_where_missing(source: Source, field: Department) -> None:
    below = Department.objects.create(name="Nord", slug="nord", parent=field)
    take(source, say("1", name="A", email="a@x.example", department="NORD"))
    take(source, say("2", name="B", email="b@x.example", department="feltmontasje > nord > Skift 1"))
    take(source, say("3", name="C", email="c@x.example", department="Økonomi"))
    assert Person.objects.get(email="a@x.example").department == below
    assert Person.objects.get(email="b@x.example").department.parent == below
    assert list(Department.objects.filter(parent=None).values_list("slug", flat=True)) == ["felt", "okonomi"]
    Department.objects.create(name="Nord", slug="nord-2", parent=Department.objects.get(slug="okonomi"))
    assert take(source, say("4", name="D", email="d@x.example", department="Nord")) == ["units_alike"]
    assert take(source, say("1", name="A", email="a@x.example", department="Økonomi > Nord")) == ["changed"]


def test_managers_are_found_by_address_and_number_whatever_the_order(source: Source) -> None:
    lines = [
        say("1", name="A", email="a@x.example", manager="3"),
        say("2", name="B", email="b@x.example", manager="C@x.example"),
        say("3", name="C", email="c@x.example", manager=""),
    ]
    assert take(source, *lines) == ["new"] * 3
    assert list(Person.objects.order_by("pk").values_list("manager__name", flat=True)) == ["C", "C", None]
    assert take(source, *lines) == ["same"] * 3
    assert take(source, say("4", name="D", email="d@x.example", manager="99")) == ["manager"]
    assert take(source, say("4", name="D", email="d@x.example", manager="4")) == ["manager_self"]


def test_managers_in_a_circle_are_refused_and_nothing_is_written(source: Source) -> None:
    take(source, say("1", name="A", email="a@x.example"), say("2", name="B", email="b@x.example", manager="1"))
    with pytest.raises(NotTaken) as refusal:
        take(source, say("1", name="A", email="a@x.example", manager="2", title="Leder"))
    assert sentence(refusal.value.fault) == "The managers go in a circle: A → B → A."
    assert Person.objects.get(name="A").title == ""


def test_circles_are_found_once_each() -> None:
    assert circles({1: 2, 2: 3, 3: 1, 4: 1, 5: 6, 6: None, 7: 7}) == [[1, 2, 3], [7]]
    assert circles({n: n + 1 for n in range(10_000)}) == []


def test_hundreds_cost_as_few_queries_as_one(source: Source, django_assert_max_num_queries: object) -> None:
    lines = [say(str(n), name=f"Ola Nes {n}", email=f"o{n}@x.example", manager="0") for n in range(300)]
    lines[0].values["manager"] = ""
    with django_assert_max_num_queries(30):
        assert take(source, *lines) == ["new"] * 300
    for line in lines:
        line.values["title"] = "Montør"
    with django_assert_max_num_queries(29):  # one of them asks that cards with their faces are renewed
        assert take(source, *lines) == ["changed"] * 300
    with django_assert_max_num_queries(26):
        assert take(source, *lines) == ["same"] * 300


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("name", "", "empty"), ("name", "=1+1", "formula"), ("name", "@ola", "formula"), ("title", "-2+3", "formula"),
        ("name", "x" * 300, "too_long"), ("email", "ola", "email"), ("email", "=a@x.no", "formula"),
        ("handle", "Å", "handle"), ("started_on", "31.02.2027", "date"), ("started_on", "soon", "date"),
        ("department", ">".join("abcdefghi"), "units"), ("phone", "+cmd|x", "formula"), ("name", "\u202e", "empty"),
    ],
)  # fmt: skip
def test_a_word_that_is_not_taken_says_why(name: str, raw: str, code: str) -> None:
    with pytest.raises(NotTaken) as refusal:
        read_value(name, raw)
    assert refusal.value.fault.code == code
    assert sentence(refusal.value.fault).endswith((".", "without."))


def test_words_are_kept_in_one_form() -> None:
    assert read_value("name", "A\u030ase \u202eBj\u00f8rn\u200f\x00") == "Åse Bjørn"
    assert read_value("name", "أحمد") == "أحمد"
    assert read_value("phone", "+47 (0) 22-33") == "+47 (0) 22-33"
    assert (read_value("title", "-"), read_value("language", "nn-NO"), read_value("language", "Deutsch")) == (
        "",
        "nb",
        "",
    )
    assert read_value("department", " Drift >  Nord ") == ("Drift", "Nord")
    assert read_value("languages", "norsk; Samisk, Norwegian") == ["no", "smi"]
    dates = [read_value("started_on", raw) for raw in ("2027-06-30T00:00:00", "20270630", "30.06.2027", "30/6/2027")]
    assert {found.isoformat() for found in dates} == {"2027-06-30"}


def test_what_a_source_did_is_taken_back_where_nobody_changed_it(source: Source, ann: Person, mona: Person) -> None:
    before = [ann.name, ann.email, ann.department_id, ann.manager_id]
    line = say("1", name="Ann Ny", email="ann.ny@x.example", department="Ny", manager="", place="Bodø", title="Leder")
    line.values["email"] = ann.email
    (found,) = take_from_source(source=source, said=[line])
    (moved,) = take_from_source(source=source, said=[say("1", email="ann.ny@x.example")])
    Person.objects.filter(pk=ann.pk).update(title="Direktør")
    kept = actions.put_back(changes={ann.pk: {**found.changes, **moved.changes}})
    ann.refresh_from_db()
    assert [ann.name, ann.email, ann.department_id, ann.manager_id] == before
    assert (ann.title, ann.place, kept) == ("Direktør", "", {ann.pk: ["title"]})


def test_an_address_that_somebody_else_has_by_now_is_not_given_back(source: Source, ann: Person) -> None:
    take(source, say("1", name="Ann Askeland", email=ann.email))
    (found,) = take_from_source(source=source, said=[say("1", email="ann.ny@x.example")])
    factories.PersonFactory(email="ann@glod.example")
    assert actions.put_back(changes={ann.pk: found.changes}) == {ann.pk: ["email"]}


def test_somebody_erased_does_not_come_back(ann: Person) -> None:
    Person.objects.filter(pk=ann.pk).update(is_active=False, erased_at="2027-01-01T00:00Z")
    ann.refresh_from_db()
    with pytest.raises(Refused):
        actions.reactivate_person(person=ann)


def test_own_fields_managers_and_departments_are_put_back_only_where_they_can_be(source: Source, mona: Person) -> None:
    Source.objects.update(owns=[*OWNED, "own-bil"])
    source.refresh_from_db()
    take(
        source,
        say(
            "1", name="A", email="a@x.example", department="Drift", manager="mona@glod.example", started_on="2020-01-01"
        ),
    )
    first = say("1", name="A", email="a@x.example", department="Salg", manager="", started_on="")
    first.values["own-bil"] = "AA 12345"
    (found,) = take_from_source(source=source, said=[first])
    a = Person.objects.get(name="A")
    assert (a.extra, a.manager, a.started_on) == ({"own-bil": "AA 12345"}, None, None)
    changes = {a.pk: found.changes}
    Department.objects.filter(name="Drift").update(name="Produksjon")
    Person.objects.filter(pk=mona.pk).update(email="m@other.example")
    assert actions.put_back(changes=changes) == {a.pk: ["department", "manager"]}
    a.refresh_from_db()
    assert (a.extra, str(a.started_on), a.department.name) == ({}, "2020-01-01", "Salg")


def test_a_circle_of_others_stops_nobody(source: Source, ann: Person, ben: Person, mona: Person) -> None:
    Person.objects.filter(pk=ann.pk).update(manager=ben)
    Person.objects.filter(pk=ben.pk).update(manager=ann)
    assert take(source, say("1", name="A", email="a@x.example", manager="mona@glod.example")) == ["new"]


def test_units_that_are_made_are_dropped_from_below_unless_somebody_is_in_them(source: Source) -> None:
    take(
        source,
        say("1", name="A", email="a@x.example", department="A > B > C"),
        say("2", name="B", email="b@x.example", department="A > D"),
    )
    Person.objects.filter(name="A").update(department=None)
    actions.drop_empty_units(pks=Department.objects.values_list("pk", flat=True))
    assert set(Department.objects.values_list("name", flat=True)) == {"A", "D"}


def test_nobody_is_made_of_a_line_about_somebody_who_has_left_already(source: Source) -> None:
    assert take(source, Said("9", {"email": "x@x.example"}, is_active=False)) == ["same"]
    assert not SourceRecord.objects.exists()
    assert take(source, say("9", email="x@x.example")) == ["empty"]


def test_an_address_that_somebody_else_has_is_not_taken_over(source: Source, ann: Person) -> None:
    take(source, say("1", name="A", email="a@x.example"))
    assert take(source, say("1", name="A", email=ann.email)) == ["taken"]
