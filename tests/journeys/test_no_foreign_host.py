"""Every page asks its own host only (the fixture looks), is quiet, and carries every protecting header."""

import re

import pytest

from tests.journeys.pages import NEWCOMER, SIGNED_IN, SIGNED_OUT, still

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
EXPECTED = re.compile(r"the server responded with a status of 4\d\d")


def missing(answer, cached=False):
    """What an answer lacks of what protects its reader."""
    headers = answer.headers
    lacks = [name for name, value in HEADERS.items() if headers.get(name) != value]
    policy = headers.get("content-security-policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "*" in policy or "http" in policy:
        lacks.append(f"content-security-policy: {policy}")
    if "permissions-policy" not in headers:
        lacks.append("permissions-policy")
    if not cached and "no-store" not in headers.get("cache-control", ""):
        lacks.append(f"cache-control: {headers.get('cache-control')}")
    if "server" in headers and re.search(r"\d", headers["server"]):
        lacks.append(f"server: {headers['server']}")
    return lacks


def crawl(person, views, places):
    """Opens every view and lists what is wrong with its answer."""
    faults = {}
    for view in views:
        answer = person.page.goto(person.address + view.path.format(**places))
        still(person.page)
        if view.act:
            view.act(person.page)
        if lacks := missing(answer):
            faults[view.name] = lacks
    return faults


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_every_page_stays_at_home_and_is_quiet(enter, lang, places):
    ann, pia, stranger = enter("ann", lang=lang), enter("pia", lang=lang), enter(lang=lang)
    assert crawl(ann, SIGNED_IN, places) == {}
    assert crawl(pia, NEWCOMER, places) == {}
    assert crawl(stranger, SIGNED_OUT, places) == {}
    for person in (ann, pia, stranger):
        assert [text for text in person.complaints if not EXPECTED.search(text)] == []


def test_files_errors_and_static_things_carry_the_headers_too(enter, places):
    ann = enter("ann")
    page = ann.go(f"/posts/{places['pictured']}/")
    pictures = page.locator("img[src^='/']").evaluate_all("all => all.map(image => image.src)")
    things = page.locator("link[rel=stylesheet], script[src]").evaluate_all("all => all.map(e => e.href || e.src)")
    assert pictures
    assert things
    for address in (*pictures[:3], *things):
        answer = page.request.get(address)
        assert answer.status == 200
        assert [lack for lack in missing(answer, cached=True) if "permissions" not in lack] == [], address
    for path, status in (("/finnes-ikke/", 404), ("/groups/kantina/edit/", 403), ("/livez", 200), ("/posts/1/", 404)):
        answer = page.request.get(ann.address + path)
        assert (answer.status, missing(answer)) == (status, []), path
    answer = page.request.post(ann.address + "/posts/new/", form={"text": "uten merke"})
    assert (answer.status, missing(answer)) == (403, [])
