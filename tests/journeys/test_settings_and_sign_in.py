"""Second steps, keys, sessions and passwords, as the person who lives with them meets them."""

import re
import time
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.second_step import APP, PASSWORD, SEND, code_of, prove, turn_on_codes, type_password

FRESH = "lys-i-alle-vinduer-7"


def sign_out(person):
    page = person.go("/account/logout/")
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile("/account/login/"))


def sign_in(person, address, password=PASSWORD):
    page = person.go("/account/login/")
    type_password(page, address, password)
    return page


def test_codes_from_an_app_and_a_recovery_code(enter, as_before):
    as_before("mo")
    mo = enter("mo")
    page = mo.go(APP)
    prove(page)
    assert page.locator("img.qr").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    secret = page.locator("main code").inner_text().strip()
    page.locator("input[name=code]").fill("000000" if code_of(secret) != "000000" else "111111")
    page.locator(SEND).click()
    expect(page.locator(".field__error").first).to_be_visible()
    assert page.locator("main code").inner_text().strip() == secret
    turn_on_codes(page)
    recovery = page.locator("ul.codes li").all_inner_texts()
    assert len(recovery) == 10

    for code in (lambda: code_of(secret, ahead=1), lambda: recovery[0]):  # the present one turned the app on
        sign_out(mo)
        sign_in(mo, "mo@glod.example").wait_for_url(re.compile("/account/2fa/authenticate/"))
        page.locator("input[name=code]").fill(code())
        page.locator(SEND).click()
        page.wait_for_url(mo.address + "/")
    sign_out(mo)
    sign_in(mo, "mo@glod.example").wait_for_url(re.compile("/account/2fa/authenticate/"))
    page.locator("input[name=code]").fill(recovery[0])  # each works once
    page.locator(SEND).click()
    expect(page.locator(".field__error").first).to_be_visible()


def test_a_passkey_is_added_used_and_removed(enter, as_before):
    as_before("tor")
    tor = enter("tor", host="localhost")
    keys = tor.context.new_cdp_session(tor.page)
    keys.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    always = {"isUserVerified": True, "automaticPresenceSimulation": True}
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": kind | always})
    page = tor.go("/account/2fa/webauthn/add/")
    prove(page)
    page.locator("input[name=name]").fill("Telefonen")
    if page.locator("input[name=passwordless]").count():
        page.locator("input[name=passwordless]").check()
    page.locator("form[data-passkey] button[type=submit]").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    expect(tor.go("/account/2fa/webauthn/").locator(".setting__name", has_text="Telefonen")).to_be_visible()

    page = tor.go("/account/logout/")
    page.locator("main form button").first.click()
    # the browser offers the key in the field for the address, and this one is picked at once
    page.wait_for_url(tor.address + "/")
    expect(page.locator("[popovertarget=me-menu] .sr")).to_contain_text("Tor")

    page.add_init_script("delete PublicKeyCredential.isConditionalMediationAvailable")  # as in a browser that cannot
    sign_out(tor)
    page.locator("form[data-passkey=login] button").click()
    page.wait_for_url(tor.address + "/")
    expect(page.locator("[popovertarget=me-menu] .sr")).to_contain_text("Tor")

    page = tor.go("/account/2fa/webauthn/")
    page.locator(".setting a.btn--danger-line").click()
    if "reauthenticate" in page.url and page.locator("form[data-passkey]").count():
        page.locator("form[data-passkey] button").click()
        page.wait_for_url(lambda url: "reauthenticate" not in url)
    prove(page)
    page.locator("main button.btn--danger").click()
    page.wait_for_url(re.compile("/account/2fa/webauthn/$"))
    assert page.locator(".setting__name", has_text="Telefonen").count() == 0


def test_signing_out_there_closes_the_other_browser(enter):
    here = enter("mona")
    there = enter("mona", user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    there.go("/")
    there.live()
    page = here.go("/account/sessions/")
    row = page.locator(".setting", has_text="Firefox").filter(has=page.locator("form")).first
    row.locator("button").click()
    page.wait_for_load_state()
    expect(there.page.locator("#connection")).to_be_visible(timeout=4_000)
    assert "/account/login/" in there.go("/people/").url
    assert here.go("/people/").url.endswith("/people/")


def test_a_new_password_ends_the_other_sessions(enter, as_before):
    as_before("ada")
    here, there = enter("ada"), enter("ada")
    page = here.go("/account/password/change/")
    page.locator("input[name=oldpassword]").fill(PASSWORD)
    page.locator("input[name=password1]").fill(FRESH)
    page.locator("input[name=password2]").fill(FRESH)
    page.locator(SEND).click()
    page.wait_for_load_state()
    assert page.locator(".field__error").count() == 0
    assert "/account/login/" in there.go("/people/").url
    assert here.go("/people/").url.endswith("/people/")
    sign_in(there, "ada@glod.example", FRESH).wait_for_url(there.address + "/")


def letters(site):
    return set((Path(site.env["GLOD_VAR"]) / "mail").glob("*.log"))


def link_in(fresh):
    """The link to a new password, once the letter has come; other letters may come at the same time."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        for letter in fresh():
            found = re.search(r"/account/password/reset/key/[\w-]+/", letter.read_text().replace("=\n", ""))
            if found:
                return found[0]
        time.sleep(0.2)
    raise AssertionError("no letter with a link has come")


def test_a_forgotten_password_is_renewed_by_the_link_in_the_letter(site, enter, as_before):
    as_before("tor")
    person = enter()
    before = letters(site)
    page = person.go("/account/login/")
    page.locator("a[href='/account/password/reset/']").click()
    page.locator("input[name=email]").fill("tor@glod.example")
    page.locator(SEND).click()
    page.wait_for_url(re.compile("/reset/done/"))
    link = link_in(lambda: letters(site) - before)
    page = person.go(link)
    for name in ("password1", "password2"):
        page.locator(f"input[name={name}]").fill(FRESH)
    page.locator(SEND).click()
    page.wait_for_url(re.compile("/reset/key/done/"))
    sign_in(person, "tor@glod.example", FRESH).wait_for_url(person.address + "/")
    expect(enter().go(link).locator(".note--warn")).to_be_visible()  # a link works once
