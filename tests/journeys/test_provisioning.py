"""An administrator connects a directory, and what it says happens: accounts come, close in seconds, groups follow."""

import json
import time
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import View
from tests.journeys.test_accessible import told, walk
from tests.journeys.test_settings_and_sign_in import sign_in
from tests.openness.directories import GROUP, person

HERE = "/administration/provisioning/"
PASSWORD = "from profiles.models import Person; p = Person.objects.get(pk={pk}); p.set_password('glod-demo'); p.save()"


def connect(ada, name):
    """In forms: the directory, and its key; what calls as the directory does."""
    page = ada.go(HERE)
    page.locator("#id_name").fill(name)
    page.locator("main form.form button.btn--accent").click()
    section = page.locator("section", has=page.get_by_role("heading", name=name))
    section.get_by_role("button").first.click()
    page.wait_for_url("**/key/")
    key = page.locator("#key").input_value()

    def call(method, path, content=None):
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/scim+json"}
        body = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(f"{ada.address}/scim/v2{path}", body, headers, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read() or "null")

    return call


def test_an_account_comes_and_closes_and_its_page_is_signed_out_within_two_seconds(site, enter):
    ada, nora = enter("ada", lang="nb"), enter()
    call = connect(ada, "Entra ID")
    pk = call("POST", "/Users", person(login="nora.nord@nordvik.example", displayName="Nora Nord"))["id"]
    site.python(PASSWORD.format(pk=pk))
    sign_in(nora, "nora.nord@nordvik.example")
    nora.page.wait_for_url(nora.address + "/")
    nora.live()
    path, closing = f"/Users/{pk}", {"op": "Replace", "path": "active", "value": "False"}
    patch = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [closing]}
    start = time.monotonic()
    assert call("PATCH", path, patch)["active"] is False
    expect(nora.page.locator(".connection")).to_be_visible(timeout=5000)  # that she is signed out
    assert time.monotonic() - start < 2
    nora.go("/people/")
    assert "/account/login/" in nora.page.url
    expect(ada.go(HERE).locator("main")).to_contain_text("Navn, E-post")
    call("DELETE", path)


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_a_group_is_linked_and_nobody_is_shut_out_of_these_pages(enter, lang):
    ada = enter("ada", lang=lang)
    faults = walk(ada, [View("provisioning", HERE)], lang)
    call = connect(ada, f"Okta {lang}")
    member = call("POST", "/Users", person(login=f"kim.{lang}@nordvik.example", displayName="Kim Vest"))["id"]
    name = f"Alle i Bergen {lang}"
    call("POST", "/Groups", {"schemas": [GROUP], "displayName": name, "members": [{"value": member}]})
    page = ada.go(HERE)
    row = page.locator(".setting", has_text=name)
    row.get_by_role("link").click()
    address = page.url.removeprefix(ada.address)
    faults += walk(ada, [View("link a group", address)], lang)
    page.locator("main form.form button.btn--accent").click()
    expect(page.locator(".setting", has_text=name).get_by_role("button")).to_be_visible()
    faults += walk(ada, [View("provisioning, linked", HERE), View("administration", "/administration/")], lang)
    told(faults)
    page.goto(ada.address + HERE)
    page.locator(".setting", has_text=name).get_by_role("button").click()
    expect(page.locator(".setting", has_text=name).get_by_role("link")).to_be_visible()
    call("DELETE", f"/Users/{member}")
