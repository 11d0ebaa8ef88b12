"""Passwords and codes as a person types them, for journeys that sign in by the form or need a second step."""

import base64
import hmac
import re
import struct
import time
from typing import TYPE_CHECKING

from playwright.sync_api import Page

if TYPE_CHECKING:
    from tests.journeys.conftest import Person

PASSWORD = "glod-demo"
SEND = "form.form:not([data-passkey]) button[type=submit]"
APP = "/account/2fa/totp/activate/"


def code_of(secret: str, ahead: int = 0) -> str:
    """The six digits that an app shows now, or so many steps ahead: RFC 6238, by the standard library alone."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30 + ahead), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def prove(page: Page) -> None:
    """Where the site asks whether it is you, the password answers."""
    if "reauthenticate" in page.url:
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator(SEND).click()
        page.wait_for_url(lambda url: "reauthenticate" not in url)


def turn_on_codes(page: Page) -> str:
    """From the page with the picture to that with the recovery codes; the secret."""
    secret = page.locator("main code").inner_text().strip()
    page.locator("input[name=code]").fill(code_of(secret))
    page.locator(SEND).click()
    page.wait_for_url(re.compile("/account/2fa/(?!totp/activate)"))
    page.goto(page.url.partition("/account/")[0] + "/account/2fa/recovery-codes/")
    return secret


def type_password(page: Page, address: str, password: str = PASSWORD) -> None:
    """Fills in the page of sign-in and sends it."""
    page.locator("input[name=login]").fill(address)
    page.locator("input[name=password]").fill(password)
    page.locator(SEND).click()


def sign_in_by_form(person: "Person", handle: str, lang: str = "nb", password: str = PASSWORD) -> Page:
    """As those do for whom no script runs; in this language, whichever an earlier journey has left."""
    page = person.go("/account/login/")
    type_password(page, f"{handle}@glod.example", password)
    page.wait_for_url(re.compile(r"/$|/policy/asked/"))
    person.speak(lang)
    return page
