"""Signing in by SAML, against a real identity provider: who is let in, and what is refused."""

import base64
import copy
from collections.abc import Callable
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from lxml import etree
from saml2.saml import NAMEID_FORMAT_TRANSIENT

from profiles.models import Person, SignInRules, Source, SourceRecord
from tests.profiles.browser import is_in, parsed, tree
from tests.profiles.saml_provider import ISSUER, NS, Provider
from tests.profiles.test_invitations import NEW, invite, letter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english"), pytest.mark.wide]
ENGLISH = {"Accept-Language": "en"}
ACS, FINISH = "/account/saml/acs/", "/account/saml/acs/finish/"
DISPLAY = "http://schemas.microsoft.com/identity/claims/displayname"
NUMBER = "urn:oid:2.16.840.1.113730.3.1.3"  # how the provider writes employeeNumber
MAIL = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return tmp_path_factory.mktemp("saml")


@pytest.fixture
def provider(folder: Any, settings: Any) -> Provider:
    """The provider knows us by our metadata, and we it by its."""
    described = {
        "kind": "saml",
        "issuer": ISSUER,
        "name": "Skarvøy",
        "subject": "",
        "metadata": f"file://{folder}/metadata.xml",
    }
    settings.IDENTITY_PROVIDERS = [described]
    if not (folder / "metadata.xml").exists():
        (folder / "metadata.xml").write_text(SKELETON)
    ours = browser().get("/account/saml/metadata/").content.decode()
    made = Provider(folder, ours)
    made.metadata()
    cache.clear()  # what was read of the description before it had a key
    made.attributes = {DISPLAY: "Nina Ny", MAIL: NEW}
    return made


# Enough for our side to describe itself before the provider has.
SKELETON = f"""<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{ISSUER}">
<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:SingleSignOnService
Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{ISSUER}/in"/></md:IDPSSODescriptor>
</md:EntityDescriptor>"""


def browser() -> Client:
    """A browser names the host that it asks, as the settings of SAML need it."""
    return Client(headers={"host": "testserver"})


def known(person: Person, uid: str = "s-1") -> Person:
    SocialAccount.objects.create(user=person, provider=ISSUER, uid=uid)
    return person


def go(client: Client, **form: str) -> str:
    """The button: the address at the provider."""
    return onward(client.post("/account/saml/", form))


def onward(answer: Any) -> str:
    return tree(answer).find(".//main//a").get("href")


def come(client: Client, posted: dict[str, str]) -> Any:
    """The provider's form is posted from its own site, so without our session; then the browser comes back with it."""
    across = browser()
    put_aside = across.post(ACS, posted)
    assert put_aside["Location"] == FINISH
    cookie = across.cookies["saml-acs-session"]
    assert cookie["httponly"]
    assert cookie["path"] == FINISH
    client.cookies["saml-acs-session"] = cookie.value
    return client.get(FINISH, headers=ENGLISH)


def post(xml: str, relay: str = "") -> dict[str, str]:
    return {"SAMLResponse": base64.b64encode(xml.encode()).decode(), "RelayState": relay}


def round_trip(provider: Provider, client: Client | None = None, **form: str) -> tuple[Client, Any]:
    client = client or browser()
    answer = provider.answer(go(client, **form))
    return client, come(client, post(answer["SAMLResponse"], answer["RelayState"]))


def test_a_known_subject_signs_in(provider: Provider, ann: Person) -> None:
    known(ann)
    client, answer = round_trip(provider, next="/settings/")
    assert answer["Location"] == "/settings/"
    assert client.get("/settings/").wsgi_request.user == ann
    assert SocialAccount.objects.get().extra_data == {}


def test_also_when_the_whole_answer_is_signed(provider: Provider, ann: Person) -> None:
    known(ann)
    provider.signs["sign_response"] = True
    assert is_in(round_trip(provider)[0])


def test_our_metadata_offers_no_single_sign_out(provider: Provider) -> None:
    described = browser().get("/account/saml/metadata/")
    assert b"SingleLogoutService" not in described.content
    assert b'WantAssertionsSigned="true"' in described.content
    assert described["Content-Type"] == "application/samlmetadata+xml"


def test_without_a_provider_there_is_no_such_page(ann: Person) -> None:
    for url in ("/account/saml/", "/account/saml/metadata/", FINISH):
        assert browser().get(url).status_code == 404
    assert browser().post(ACS).status_code == 404


def test_there_is_one_such_place(provider: Provider, ann: Person, client_of: Callable) -> None:
    for url in ("/account/other/metadata/", "/account/other/acs/finish/"):
        assert browser().get(url).status_code == 404
    assert browser().post("/account/other/acs/").status_code == 404
    assert client_of(ann).get("/account/saml/sls/").status_code == 404


def test_an_address_opens_no_account(provider: Provider, ann: Person) -> None:
    SignInRules.objects.create(pk=1, makes_accounts=True)
    provider.attributes[MAIL] = ann.email
    client, answer = round_trip(provider)
    assert answer.status_code == 403
    assert "Sign in to it as you are used to" in parsed(answer)
    assert not is_in(client)


def test_where_the_rules_say_so_an_account_is_made(provider: Provider, ada: Person) -> None:
    assert "nobody has let you in here" in parsed(round_trip(provider)[1])
    SignInRules.objects.create(pk=1, makes_accounts=True)
    assert is_in(round_trip(provider)[0])
    assert Person.objects.get(email=NEW).name == "Nina Ny"


def test_an_invitation_is_taken_up_by_the_provider(provider: Provider, ada: Person) -> None:
    client = browser()
    answer = provider.answer(onward(client.post(letter(invite(ada)), {"way": "saml"})))
    assert come(client, post(answer["SAMLResponse"]))["Location"] == "/"
    assert SocialAccount.objects.get().user == Person.objects.get(email=NEW)


def test_who_came_from_a_source_under_this_subject_is_known(provider: Provider, ann: Person) -> None:
    source = Source.objects.create(name="SCIM", kind="scim")
    SourceRecord.objects.create(source=source, person=ann, external_id="s-1")
    assert is_in(round_trip(provider)[0])


def test_a_chosen_attribute_is_the_subject(provider: Provider, ann: Person, settings: Any) -> None:
    settings.IDENTITY_PROVIDERS = [{**settings.IDENTITY_PROVIDERS[0], "subject": NUMBER}]
    known(ann, "17")
    assert round_trip(provider)[1].status_code == 401
    provider.attributes["employeeNumber"] = "17"
    assert is_in(round_trip(provider)[0])


def test_a_name_that_changes_at_every_visit_is_no_subject(provider: Provider, ann: Person) -> None:
    known(ann)
    provider.name_format = NAMEID_FORMAT_TRANSIENT
    client, answer = round_trip(provider)
    assert answer.status_code == 401
    assert not is_in(client)


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", r"\\evil.example"])
def test_no_way_back_leaves_this_site(target: str, provider: Provider, ann: Person) -> None:
    known(ann)
    client = browser()
    assert round_trip(provider, client, next=target)[1]["Location"] == "/"
    answer = provider.answer(go(client))
    assert come(client, post(answer["SAMLResponse"], target))["Location"] == "/"


def assertion(root: Any) -> Any:
    return root.find("saml:Assertion", NS)


def subject(root: Any) -> Any:
    return root.find(".//saml:NameID", NS)


def forged(root: Any) -> Any:
    """A copy of the signed assertion for somebody else, without its signature."""
    evil = copy.deepcopy(assertion(root))
    evil.remove(evil.find("ds:Signature", NS))
    evil.set("ID", "evil")
    evil.find(".//saml:NameID", NS).text = "victim"
    return evil


def before_the_signed(root: Any) -> None:
    assertion(root).addprevious(forged(root))


def after_the_signed(root: Any) -> None:
    root.append(forged(root))


def around_the_signed(root: Any) -> None:
    evil, good = forged(root), assertion(root)
    root.replace(good, evil)
    evil.append(good)


def the_signed_in_the_signature(root: Any) -> None:
    evil, good = forged(root), assertion(root)
    signature = good.find("ds:Signature", NS)
    root.replace(good, evil)
    evil.insert(1, signature)
    etree.SubElement(signature, f"{{{NS['ds']}}}Object").append(good)


def the_signed_aside(root: Any) -> None:
    evil, good = forged(root), assertion(root)
    root.replace(good, evil)
    aside = etree.Element(f"{{{NS['samlp']}}}Extensions")
    aside.append(good)
    root.insert(1, aside)


def two_of_one_id(root: Any) -> None:
    evil = forged(root)
    evil.set("ID", assertion(root).get("ID"))
    assertion(root).addprevious(evil)


def another_name(root: Any) -> None:
    subject(root).text = "victim"


def without_signature(root: Any) -> None:
    assertion(root).remove(assertion(root).find("ds:Signature", NS))


def text_of(name: str, text: str) -> Callable[[Any], None]:
    def change(root: Any) -> None:
        root.find(f".//{name}", NS).text = text

    return change


def attribute(name: str, key: str, value: str) -> Callable[[Any], None]:
    def change(root: Any) -> None:
        root.find(f".//{name}", NS).set(key, value)

    return change


PAST, FUTURE = "2020-01-01T00:00:00Z", "2120-01-01T00:00:00Z"
# What an honest signer would never sign ...
SIGNED = {
    "audience": text_of("saml:Audience", "https://other.example"),
    "assertion's issuer": text_of("saml:Assertion/saml:Issuer", "https://evil.example"),
    "answer's issuer": text_of("saml:Issuer", "https://evil.example"),
    "recipient": attribute("saml:SubjectConfirmationData", "Recipient", "https://other.example/acs/"),
    "too late": attribute("saml:SubjectConfirmationData", "NotOnOrAfter", PAST),
    "too late for its conditions": attribute("saml:Conditions", "NotOnOrAfter", PAST),
    "too early": attribute("saml:Conditions", "NotBefore", FUTURE),
    "destination": lambda root: root.set("Destination", "https://other.example/acs/"),
    "nobody": lambda root: subject(root).getparent().remove(subject(root)),
    "empty name": text_of("saml:NameID", ""),
    "endless name": text_of("saml:NameID", "s" * 300),
    "asked by another": lambda root: root.set("InResponseTo", "id-other"),
    "asked by nobody": lambda root: root.attrib.pop("InResponseTo"),
    "no success": attribute("samlp:StatusCode", "Value", "urn:oasis:names:tc:SAML:2.0:status:Responder"),
}
# ... and what becomes of what one signed.
WRAPPED = [
    before_the_signed,
    after_the_signed,
    around_the_signed,
    the_signed_in_the_signature,
    the_signed_aside,
    two_of_one_id,
    another_name,
    without_signature,
]


def refused(provider: Provider, caplog: Any) -> None:
    client, answer = round_trip(provider)
    assert answer.status_code == 401
    assert "did not work" in parsed(answer)
    assert not is_in(client)
    assert any(record.name == "glod.sign_in" for record in caplog.records)
    for name in ("victim", "s-1", "Nina"):
        assert name not in caplog.text


@pytest.mark.parametrize("name", SIGNED)
def test_an_answer_that_is_not_for_us_now_is_refused(name: str, provider: Provider, ann: Person, caplog: Any) -> None:
    """AUTH-05."""
    known(ann)
    provider.signer.before = SIGNED[name]
    refused(provider, caplog)


@pytest.mark.parametrize("change", WRAPPED)
def test_a_signature_counts_for_nothing_but_what_it_signs(
    change: Callable[[Any], None], provider: Provider, ann: Person, cleo: Person, caplog: Any
) -> None:
    """AUTH-05: XML wrapping."""
    known(ann)
    known(cleo, "victim")
    provider.signer.after = change
    refused(provider, caplog)


def test_a_comment_in_a_name_does_not_cut_it(provider: Provider, ann: Person, cleo: Person) -> None:
    known(ann)
    known(cleo, "victim")
    provider.subject = "victim.evil"

    def cut(root: Any) -> None:
        name = subject(root)
        name.text = "victim"
        name.insert(0, etree.Comment("x"))
        name[0].tail = ".evil"

    provider.signer.after = cut
    client, answer = round_trip(provider)
    assert answer.status_code in (401, 403)
    assert not is_in(client)


def test_a_strangers_signature_is_refused(provider: Provider, ann: Person, caplog: Any) -> None:
    known(ann)
    provider.signer.key_file = provider.strangers_key()
    refused(provider, caplog)


def test_nothing_signed_is_refused(provider: Provider, ann: Person, caplog: Any) -> None:
    known(ann)
    provider.signs = {"sign_assertion": False, "sign_response": False}
    refused(provider, caplog)


def test_only_the_envelope_signed_is_refused(provider: Provider, ann: Person, caplog: Any) -> None:
    known(ann)
    provider.signs = {"sign_assertion": False, "sign_response": True}
    refused(provider, caplog)


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(provider: Provider, ann: Person) -> None:
    known(ann)
    client, thief = browser(), browser()
    answer = post(provider.answer(go(client))["SAMLResponse"])
    assert come(thief, answer).status_code == 401
    assert not is_in(thief)
    assert come(client, answer)["Location"] == "/"
    client.post("/account/logout/")
    assert come(client, answer).status_code == 401
    assert not is_in(client)


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "not base64 at all!",
        base64.b64encode(b"<a/>").decode(),
        base64.b64encode(b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>").decode(),
        base64.b64encode(b"\xff\xfe").decode(),
    ],
)
def test_what_is_no_answer_is_refused(sent: str, provider: Provider, ann: Person) -> None:
    client = browser()
    go(client)
    answer = come(client, {"SAMLResponse": sent} if sent else {})
    assert answer.status_code == 401
    assert "root:" not in answer.content.decode()


def test_coming_back_without_having_gone_is_refused(provider: Provider, ann: Person) -> None:
    assert browser().get(FINISH).status_code == 401
    assert browser().get(ACS).status_code == 405


def test_a_provider_whose_description_is_away_is_said_to_be(provider: Provider, ann: Person, settings: Any) -> None:
    settings.IDENTITY_PROVIDERS = [{**settings.IDENTITY_PROVIDERS[0], "metadata": "file:///nowhere/metadata.xml"}]
    assert browser().post("/account/saml/").status_code == 401
    assert browser().get("/account/saml/metadata/").status_code == 401
