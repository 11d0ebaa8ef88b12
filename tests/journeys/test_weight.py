"""Light: what the home page weighs on the wire, how much it holds, and that nothing in it jumps."""

import gzip
import re

HTML, CODE, SHIFT = 25_000, 52_000, 0.02
ELEMENTS = 2_400  # twenty cards of about a hundred each, with their first replies and the list of reactions
SHIFTS = """window.shifts = [];
new PerformanceObserver(list => { for (const entry of list.getEntries()) if (!entry.hadRecentInput)
  shifts.push([entry.value, entry.sources.map(source => (source.node?.outerHTML || "").slice(0, 120))]);
}).observe({ type: "layout-shift", buffered: true })"""


def test_the_home_page_is_light(enter):
    ann = enter("ann")
    html = ann.page.request.get(ann.address + "/").body()
    assert len(gzip.compress(html, 6)) <= HTML


def test_styles_and_scripts_are_light(enter):
    ann = enter("ann")
    ann.live()  # what the page before still fetches is not counted here
    loaded = {}
    ann.page.on("response", lambda answer: loaded.setdefault(answer.url.partition("?")[0], answer))
    ann.page.goto(ann.address + "/")
    ann.live()
    code = [url for url in loaded if re.search(r"\.(css|js)$", url)]
    assert len(code) > 5
    assert sum(len(gzip.compress(loaded[url].body(), 6)) for url in code) <= CODE


def test_the_home_page_holds_few_elements(enter):
    ann = enter("ann")
    assert ann.page.evaluate("document.querySelectorAll('*').length") <= ELEMENTS


def test_nothing_jumps_while_the_home_page_loads(enter):
    ann = enter("ann")
    ann.page.add_init_script(SHIFTS)  # once: a second observer would count every shift twice
    for width in (1280, 390):
        ann.page.set_viewport_size({"width": width, "height": 800})
        ann.page.goto(ann.address + "/")
        ann.live()
        ann.page.wait_for_timeout(1000)
        shifts = ann.page.evaluate("window.shifts")
        assert sum(value for value, _ in shifts) < SHIFT, (width, shifts)
