"""What tests of the way in do again and again, as a browser would."""

import re
import time
from typing import Any

import html5lib
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from profiles import tasks
from profiles.models import Person

PASSWORD = "glod-demo"
BETTER = "en lang setning om fjorden"
SECRET = "JBSWY3DPEHPK3PXP"


def sign_in(person: Person, password: str = PASSWORD, client: Client | None = None, **extra: Any) -> Client:
    """A browser in which the form was sent."""
    client = client or Client()
    client.post("/account/login/", {"login": person.email, "password": password, **extra})
    return client


def is_in(client: Client) -> bool:
    """Whether a page for colleagues opens."""
    return client.get("/people/").status_code == 200


def code(step: int = 0, secret: str = SECRET) -> str:
    """The code of a secret now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def parsed(response: Any) -> str:
    """The body, after a strict parser has read it as a page."""
    html = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    assert "style=" not in html
    assert html.count("<h1") == 1
    return html


def reset_link(person: Person) -> str:
    """The path in the letter."""
    mail.outbox.clear()
    tasks.send_reset_letter(person.pk)
    found = re.search(r"(http://localhost:\d+)(/account/password/reset/key/\S+)", mail.outbox[0].body)
    assert found is not None
    return found[2]


def choose(link: str, password: str) -> Client:
    """A browser that used a link of a letter."""
    client = Client()
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
    return client


def tree(response: Any) -> Any:
    """The page or fragment as elements, to look for with find and findall, after a strict parser has read it."""
    html = response.content.decode()
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(html) if html.lstrip().startswith("<!doctype") else parser.parseFragment(html)


def words(element: Any) -> str:
    """Everything that is written in an element."""
    return " ".join("".join(element.itertext()).split())
