"""Files, errors and static things carry every protecting header too (test_every_page.py asks the pages)."""

import re

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


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
