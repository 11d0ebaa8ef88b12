"""The card beside a name, and the contact card."""

import datetime

import pytest
from django.utils.timezone import localdate

from profiles import actions
from profiles.vcard import parts, vcard
from tests.profiles.browser import tree
from tests.profiles.test_photo import picture

pytestmark = pytest.mark.django_db


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def test_every_line_is_at_most_75_octets_and_nothing_is_lost():
    name = "Åse-Blåbær 🌲 " * 20
    text = vcard([("FN", name)])
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert f"FN:{name}" in unfolded(text)


def test_what_means_something_in_a_card_is_escaped():
    text = vcard([("FN", "Ola; Nordmann, sjef\\leder"), ("NOTE", "a\r\nEND:VCARD"), ("N", parts("Aas;x", "Ola"))])
    assert unfolded(text) == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "FN:Ola\\; Nordmann\\, sjef\\\\leder",
        "NOTE:a\\nEND:VCARD",
        "N:Aas\\;x;Ola",
        "END:VCARD",
        "",
    ]


def test_a_colleague_can_be_taken_into_a_phone(ann, cleo, client_of, field):
    actions.edit_profile(person=ann, changes={"phone": "+47 912 34 567", "title": "Montør"})
    answer = client_of(cleo).get("/people/ann/contact.vcf")
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="ann.vcf"'
    lines = unfolded(answer.content.decode())
    assert "N:Askeland;Ann;;;" in lines
    assert f"ORG:Glød;{field.name}" in lines
    assert "TEL;TYPE=work:+47 912 34 567" in lines
    assert "URL:http://testserver/people/ann/" in lines


def test_the_photo_comes_along_as_a_jpeg(ann, cleo, client_of):
    actions.change_photo(person=ann, upload=picture())
    lines = unfolded(client_of(cleo).get("/people/ann/contact.vcf").content.decode())
    photo = next(line for line in lines if line.startswith("PHOTO:"))
    assert photo.startswith("PHOTO:data:image/jpeg;base64,/9j/")


def test_the_card_holds_only_what_the_reader_may_see(ann, ben, cleo, client_of):
    actions.edit_profile(person=ann, changes={"phone": "912 34 567", "hides": {"phone": "department"}})
    assert "912 34 567" in client_of(ben).get("/people/ann/contact.vcf").content.decode()
    assert "912 34 567" not in client_of(cleo).get("/people/ann/contact.vcf").content.decode()


def test_the_contact_page_draws_a_code_with_a_name(ann, cleo, client_of):
    page = tree(client_of(cleo).get("/people/ann/contact/"))
    code = page.find(".//*[@class='qr']")
    assert code.get("role") == "img"
    assert code.get("aria-label")
    assert page.find(".//a[@download]").get("href") == "/people/ann/contact.vcf"


def test_the_small_card_says_who_stands_in(ann, ben, cleo, client_of):
    away = localdate() + datetime.timedelta(days=3)
    actions.edit_profile(person=ann, changes={"away_until": away})
    ann.stand_in = ben
    ann.save(update_fields=["stand_in"])
    card = tree(client_of(cleo).get("/people/ann/card/"))
    assert card.find(".//a[@href='/people/ben/']").text == "Ben Berge"


@pytest.mark.parametrize("what", ["card/", "contact/", "contact.vcf"])
def test_there_is_no_card_of_somebody_who_left(gone, ann, client_of, what):
    assert client_of(ann).get(f"/people/gone/{what}").status_code == 404
    assert client_of(ann).get(f"/people/nobody/{what}").status_code == 404
