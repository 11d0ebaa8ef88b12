"""Files as they really come: encodings, separators, and everything that can be wrong, each with its line."""

import pytest

from network.openness.queries import Unreadable, about_file, guess, owned_by, read_table
from network.openness.queries.headings import words_of
from profiles.models import ProfileField
from tests.openness.files import WORKPLACE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TEXT = 'Navn;E-post\n"Bjørnø, Åse";ase@x.example\n'


@pytest.mark.parametrize(
    ("codec", "said"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("latin-1", "Latin-1"), ("cp1252", "Latin-1"), ("utf-16", "UTF-16")],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_letters_separators_and_line_ends_are_recognised(codec: str, said: str, separator: str, end: str) -> None:
    table = read_table(TEXT.replace(";", separator).replace("\n", end).encode(codec))
    assert (table.encoding, table.delimiter, table.headings) == (said, separator, ["Navn", "E-post"])
    assert list(table.rows()) == [(2, ["Bjørnø, Åse", "ase@x.example"])]


def test_empty_lines_count_but_hold_nobody_and_a_field_may_hold_lines() -> None:
    table = read_table(b'sep=;\n\nNavn;E-post\n\n"A\nB";a@x.example\n;;\nC;c@x.example')
    assert list(table.rows()) == [(5, ["A\nB", "a@x.example"]), (8, ["C", "c@x.example"])]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \n\n", "The file is empty."),
        (b"Navn\nA\0B", "Line 2 holds characters that are no text (“A␀B”)"),
        ("Navn\nÅse".encode("utf-16-le"), "Line 1 holds characters that are no text"),
        ("Navn\nBjÃ¸rn".encode(), "The letters on line 2 were saved in another encoding (“BjÃ¸rn”)"),
        (b"Navn\n\x8d\x81", "The letters on line 2 were saved in another encoding"),
        (b'Navn;B\nA;b\n"C;d\nE;f', "A quotation mark that opens on line 3 is never closed."),
        (b'Navn;B\nA;b\n"C"d;e', "On line 3 a quotation mark stands inside a field."),
        (b"Navn\n" + b"x" * 10_000_000, "Line 2 has a field of more than 130 000 characters."),
        (b",".join([b"a"] * 101), "The headings have 101 columns"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        list(read_table(content).rows())
    assert about_file(refusal.value.problem).startswith(sentence)


def test_the_headings_of_workplace_are_known() -> None:
    assert guess(WORKPLACE.split(",")) == [
        "email", "first_name", "last_name", "title", "department", "phone", "place", "language", "manager", "",
        "external_id", "organisation", "division", "", "started_on",
    ]  # fmt: skip
    export = ["Full name", "Email", "Employee ID", "Job title", "Manager employee ID", "Claimed", "Followers"]
    assert guess(export) == ["name", "email", "external_id", "title", "manager_number", "", ""]


def test_norwegian_headings_own_fields_and_earlier_choices_are_known() -> None:
    ProfileField.objects.create(key="own-bil", name_nb="Bilnummer", name_en="Car", is_own=True)
    asked = [
        "Ansattnr.",
        "FORNAVN",
        "Etternavn",
        "E-postadresse",
        "Nærmeste leder",
        "Språk",
        "bilnummer",
        "Skostørrelse",
    ]
    assert guess(asked) == ["external_id", "first_name", "last_name", "email", "manager", "language", "own-bil", ""]
    assert guess(["Skostørrelse", "Navn"], {"skostorrelse": "title", "navn": ""}) == ["title", ""]
    assert guess(["Name", "Navn"]) == ["name", ""]


def test_a_line_is_put_together_from_its_columns() -> None:
    mapping = guess([*WORKPLACE.split(","), "Active"])
    line = [
        "o@x.example",
        "Ola",
        "Nes",
        "Montør",
        "Nord",
        "",
        "",
        "nb_NO",
        "",
        "",
        "17",
        "Nordvik",
        "Drift",
        "",
        "",
        "1",
    ]
    said = words_of(mapping, line)
    assert (said.external_id, said.is_active, said.values["name"]) == ("17", True, "Ola Nes")
    assert said.values["department"] == ("Nordvik", "Drift", "Nord")
    assert words_of(mapping, [*line[:-1], "Nei"]).is_active is False
    assert words_of(["name", "email"], ["A", "A@x.example"]).external_id == "a@x.example"
    assert owned_by(mapping) == ["email", "title", "department", "manager", "place", "phone", "started_on", "name"]
