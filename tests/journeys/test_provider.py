"""The organisation's own sign-in as people meet it: connected, invited by, refused by, and at last all that counts."""

import re
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import KEPT, start_embedded
from tests.journeys.second_step import SEND, code_of, turn_on_codes, type_password
from tests.journeys.test_accessible import EVERYTHING, faults_of, told
from tests.profiles.oidc_provider import CLIENT, SECRET, running

SENTENCE = "en lang setning om fjorden"
ADA, NINA = "ada@glod.example", "nina@glod.example"


@pytest.fixture(scope="module")
def provider():
    with running("") as started:
        yield started


@pytest.fixture(scope="module")
def own_site(provider):
    """A site that nobody has set up, whose organisation has a sign-in of its own."""
    var = KEPT / "journeys-provider"
    described = {
        "GLOD_DEMO": "0",
        "GLOD_OIDC_ISSUER": provider.issuer,
        "GLOD_OIDC_CLIENT_ID": CLIENT,
        "GLOD_OIDC_CLIENT_SECRET": SECRET,
        "GLOD_OIDC_NAME": "Skarvøy",
    }
    with ExitStack() as ending:
        site = start_embedded(ending, var, **described)
        provider.redirect_uri = f"{site.addresses[0]}/account/oidc/callback/"
        yield site


@pytest.fixture
def visit(enter, own_site, provider):
    """Somebody in a browser of their own at this site; the provider is the one other host they may see."""
    people = []

    def visited(lang):
        people.append(enter(lang=lang, at=own_site.addresses[0]))
        return people[-1]

    yield visited
    for person in people:
        person.foreign = [url for url in person.foreign if not url.startswith(provider.issuer)]


def look(person, name):
    """What axe and the shape of the page say in its language."""
    lang = person.page.locator("html").get_attribute("lang")
    told([f"{name}: {fault}" for fault in sorted(set(faults_of(person.page, lang, EVERYTHING)))])


def letter_to(site, address):
    """The last letter to an address."""
    letters = sorted(Path(site.env["GLOD_VAR"], "mail").glob("*"), key=lambda path: path.stat().st_mtime)
    texts = [path.read_text() for path in letters]
    return next(text for text in reversed(texts) if f"To: {address}" in text)


def by_provider(person, path="/account/login/"):
    person.go(path).get_by_role("button", name=re.compile("Skarvøy")).click()
    return person.page


def test_from_the_first_administrator_to_nothing_but_the_own_sign_in(visit, own_site, provider):
    ada, nina = visit("nb"), visit("en")
    page = ada.go("/set-up/")
    for name, value in {"name": "Ada Bjerke", "email": ADA, "password": SENTENCE}.items():
        page.locator(f"input[name={name}]").fill(value)
    page.locator(SEND).click()
    page.wait_for_url(ada.address + "/")

    # a stranger is told so
    provider.person = {"sub": "nina", "name": "Nina Ny", "email": NINA}
    by_provider(nina).wait_for_url(re.compile("/account/oidc/callback/"))
    expect(nina.page.locator("main")).to_contain_text("nobody has let you in here")
    look(nina, "a stranger")

    # ada connects her own
    provider.person = {"sub": "ada", "name": "Ada B", "email": "other@glod.example"}
    by_provider(ada, "/account/3rdparty/").wait_for_url(re.compile("/account/reauthenticate/"))
    page.locator("input[name=password]").fill(SENTENCE)
    page.locator(SEND).click()
    page.wait_for_url(re.compile("/account/3rdparty/"))
    expect(page.locator("main")).to_contain_text("Skarvøy")
    look(ada, "connected")

    # and asks for a second step, once she has one
    page = ada.go("/administration/sign-in/")
    look(ada, "rules")
    page.get_by_label("Administratorer", exact=True).check()
    page.locator(SEND).click()
    expect(page.locator(".field__error")).to_be_visible()
    look(ada, "rules, faulty")
    ada.go("/account/2fa/totp/activate/")
    secret = turn_on_codes(page)
    page = ada.go("/administration/sign-in/")
    page.get_by_label("Administratorer", exact=True).check()
    page.locator("input[name=only_sso]").check()
    page.locator("select[name=break_glass]").select_option(label="Ada Bjerke")
    page.locator(SEND).click()
    page.wait_for_url(re.compile("/administration/sign-in/$"))
    assert page.locator("input[name=only_sso]").is_checked()

    # nina comes by an invitation and her work account
    page = ada.go("/administration/invitations/")
    look(ada, "invitations, none")
    page.locator("textarea[name=emails]").fill(NINA)
    page.locator("select[name=language]").select_option("en")
    page.locator(SEND).click()
    expect(page.locator(".invitation", has_text=NINA)).to_be_visible()
    look(ada, "invitations")
    page.wait_for_timeout(2000)  # the worker writes the letter
    link = re.search(r"/invitation/\S+", letter_to(own_site, NINA))[0]
    provider.person = {"sub": "nina", "name": "Nina Ny", "email": NINA}
    nina.go(link)
    look(nina, "invitation")
    by_provider(nina, link).wait_for_url(lambda url: "/callback/" not in url and "/invitation/" not in url)
    expect(nina.page.locator("[popovertarget=me-menu] .sr")).to_contain_text("Nina")
    late = visit("nb")
    assert late.page.goto(late.address + link).status == 404
    look(late, "invitation, used")

    # a password no longer does, but for one account, and that is told
    page = late.go("/account/login/")
    look(late, "sign in, only the provider")
    page.locator("summary").click()
    type_password(page, ADA, SENTENCE)
    page.wait_for_url(re.compile("/account/2fa/authenticate/"))
    page.locator("input[name=code]").fill(code_of(secret, ahead=1))
    page.locator(SEND).click()
    page.wait_for_url(late.address + "/")
    page.wait_for_timeout(2000)
    assert "Ada Bjerke" in letter_to(own_site, ADA)
    assert late.page.goto(late.address + "/account/password/reset/").status in (200, 403)
    stranger = visit("nb")
    assert stranger.page.goto(stranger.address + "/account/password/reset/").status == 403
    look(stranger, "reset is closed")


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_who_lacks_the_second_step_gets_it_before_anything_else(enter, site, as_before, lang):
    as_before("cleo")
    site.python(
        "from profiles.models import SignInRules\n"
        "SignInRules.objects.update_or_create(pk=1, defaults={'second_step': 'everybody'})"
    )
    try:
        cleo = enter(lang=lang)
        page = cleo.go("/account/login/?next=/people/")
        type_password(page, "cleo@glod.example")
        page.wait_for_url(re.compile("/settings/second-step/"))
        assert page.locator(".rail").count() == 0
        cleo.speak(lang)
        look(cleo, "a step is missing")
        page.locator("a[href='/account/2fa/totp/activate/']").click()
        page.locator("input[name=password]").fill("glod-demo")
        page.locator(SEND).click()
        look(cleo, "codes, before anything else")
        turn_on_codes(page)
        assert cleo.go("/people/").url.endswith("/people/")
    finally:
        site.python("from profiles.models import SignInRules; SignInRules.objects.all().delete()")
