"""What holds for every address, also one that a library adds later: tokens, headers, hosts, caches (AUTH-17, 18, 19, 22)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.architecture.test_access_matrix import ADDRESSES
from tests.factories import PersonFactory

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.django_db, pytest.mark.wide]
# What others send without our token: each proves itself otherwise.
WITHOUT_TOKEN = {
    "saml_acs",  # the provider's form, whose signature counts
    "notifications:unsubscribe",  # the mail program's one click (RFC 8058), whose signed link counts
}
ARGUMENTS = {
    "handle": "ann",
    "slug": "x",
    "name": "x",
    "key": "x-y",
    "uidb36": "1",
    "token": "x",
    "emotion": "thanks",
    "organization_slug": "saml",
    "lang": "nb",
}
URLS = {
    name: reverse(name, kwargs={need: ARGUMENTS.get(need, 1) for need in needs}) for name, needs in ADDRESSES.items()
}


def exempt(name: str) -> bool:
    """Those named above, and what machines call with a bearer's token."""
    return name in WITHOUT_TOKEN or name.startswith("openness:scim_")


def test_no_form_counts_without_this_sites_token(ann, cleo):
    mine, hers = Client(enforce_csrf_checks=True), Client()
    mine.force_login(ann)
    hers.force_login(cleo)
    hers.get("/settings/")
    token = hers.cookies["csrf"].value
    ways = (
        {},
        {"data": {"csrfmiddlewaretoken": token}},
        {"data": "{}", "content_type": "text/plain"},
        {"data": "{}", "content_type": "application/json"},
        {"headers": {"Origin": "https://evil.example"}},
    )
    accepted = {
        (name, number)
        for name, url in URLS.items()
        if not exempt(name)
        for number, way in enumerate(ways)
        if mine.post(url, **way).status_code not in (403, 405)
    }
    assert accepted == set()


def test_a_token_of_ours_from_another_origin_does_not_count(ann):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ann)
    client.get("/settings/")
    form = {"language": "en", "csrfmiddlewaretoken": client.cookies["csrf"].value}
    for origin in ("https://evil.example", "null", "http://testserver.evil.example"):
        assert client.post("/settings/language/", form, headers={"Origin": origin}).status_code == 403
    assert client.post("/settings/language/", form, headers={"Origin": "http://testserver"}).status_code == 303


@pytest.mark.parametrize("signed_in", [True, False])
def test_every_answer_says_how_it_may_be_used(signed_in, ann):
    client = Client()
    if signed_in:
        client.force_login(ann)
    lacking = {}
    for name, url in {**URLS, "404": "/nowhere/"}.items():
        answer = client.get(url)
        holds = {
            "policy": "frame-ancestors 'none'" in answer.get("Content-Security-Policy", ""),
            "sniffing": answer.get("X-Content-Type-Options") == "nosniff",
            "referrer": answer.get("Referrer-Policy") == "same-origin",
            "opener": answer.get("Cross-Origin-Opener-Policy") == "same-origin",
            "cache": "no-store" in answer.get("Cache-Control", ""),
        }
        if not all(holds.values()):
            lacking[name] = [kind for kind, right in holds.items() if not right]
    assert lacking == {}


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "[::1", ""])
def test_a_host_that_is_not_ours_gets_nothing(host, ann):
    for url in ("/account/login/", "/people/", "/account/oidc/", "/nowhere/"):
        answer = Client().get(url, headers={"host": host})
        assert answer.status_code == 400
        assert "Location" not in answer


def test_behind_https_cookies_belong_to_this_host_alone():
    code = (
        "import json; from network import settings as s; "
        "print(json.dumps({n: getattr(s, n) for n in dir(s) if n.isupper() and 'COOKIE' in n or n.startswith('SECURE_')}))"
    )
    env = os.environ | {"GLOD_ORIGINS": "https://intranet.example", "GLOD_PROXIES": "1"}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["SESSION_COOKIE_NAME"], told["CSRF_COOKIE_NAME"]) == ("__Host-session", "__Host-csrf")
    assert told["SESSION_COOKIE_SECURE"]
    assert told["CSRF_COOKIE_SECURE"]
    assert told["CSRF_COOKIE_HTTPONLY"]
    assert told["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert told["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert told["SECURE_SSL_REDIRECT"]


def test_two_people_never_get_each_others_page(client_of):
    """As a cache in front would ask: the same address for both, and no answer may be kept for another."""
    one, two = PersonFactory(name="Kanari Enerhaug"), PersonFactory(name="Kanari Tofjord")
    first, second = client_of(one), client_of(two)
    for url in ("/settings/", "/settings/profile/", "/notifications/", "/account/email/", "/nowhere/"):
        mine, theirs = first.get(url), second.get(url)
        assert one.name in mine.content.decode()
        assert one.name not in theirs.content.decode()
        assert two.name in theirs.content.decode()
        assert "private" in mine["Cache-Control"]
