"""Times and numbers follow the language; what a word of the other language on a page is (test_every_page.py asks)."""

import re
from pathlib import Path

import pytest

CATALOGUE = Path(__file__).resolve().parent.parent.parent / "locale" / "nb" / "LC_MESSAGES" / "django.po"
# The texts that the product itself shows, node by node, also what is only read aloud. What people wrote is left out:
# it stands inside an element that says its own language, or in a field, a name, a title.
SHOWN = """() => {
  const theirs = "[lang]:not(html), [data-house], .prose, .who, .person, .group__name, .group__purpose,"
    + " .rail__sub li, .dept, .spread, .mix,"
    + " .notification, select, textarea, .demo, .hit, mark, .comment__head a, .side, .group-head, .crumbs, .skills,"
    + " .askme, .org, .ask, .kv dd, .version, .card:has(> .prose)";
  const own = "select option:first-child, .side > h2, .notification .sr, .rail__sub .rail__title";
  const said = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (parent.closest("script, style, noscript, svg") || (parent.closest(theirs) && !parent.closest(own))) continue;
    said.push(walk.currentNode.textContent);
  }
  for (const name of ["aria-label", "placeholder", "title", "alt"])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (!element.closest(theirs) && element.tagName !== "TIME") said.push(element.getAttribute(name));
  said.push(document.title.split(" · ")[0]);
  return [...new Set(said.map(text => text.replace(/\\s+/g, " ").trim()).filter(text => /\\p{L}{2}/u.test(text)))];
}"""
SITE = "Glød"  # also the name of a reaction
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|%%")
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def unquoted(lines):
    return re.sub(r"\\(.)", lambda match: ESCAPES[match[1]], "".join(lines))


def entries():
    """(English, Norwegian) of every translated text, both forms of plurals."""
    pairs = []
    for block in CATALOGUE.read_text().split("\n\n"):
        said = {}
        for line in block.splitlines():
            if match := re.match(r'(msgid|msgid_plural|msgstr(?:\[\d\])?) "(.*)"$', line):
                name = match[1]
                said[name] = [match[2]]
            elif line.startswith('"'):
                said[name].append(line[1:-1])
        texts = {name: " ".join(unquoted(parts).split()) for name, parts in said.items()}
        one = texts.get("msgid", "")
        pairs.append((one, texts.get("msgstr") or texts.get("msgstr[0]", "")))
        pairs.append((texts.get("msgid_plural", one), texts.get("msgstr[1]") or texts.get("msgstr", "")))
    return [(english, norwegian) for english, norwegian in pairs if english and norwegian and english != norwegian]


def pattern(text):
    """A whole text node that says this; placeholders stand for anything, and one that counts for a number."""
    said, last = "", 0
    for place in PLACES.finditer(text):
        said += re.escape(text[last : place.start()]) + (r"[\d\s.,]+" if "counter" in place[0] else ".+?")
        last = place.end()
    return said + re.escape(text[last:])


def foreign_to(lang):
    """Finds texts of the other language; words that both languages write alike are no sign."""
    pairs = entries()
    here = {pair[1 if lang == "nb" else 0] for pair in pairs}
    other = sorted({pair[0 if lang == "nb" else 1] for pair in pairs} - here - {SITE})
    # between two placeholders a word as short as "og" would find names such as "Dam og vannvei"
    letters = {text: len(re.findall(r"[^\W\d_]", PLACES.sub("", text))) for text in other}
    told = [text for text in other if letters[text] >= (4 if PLACES.search(text) else 2)]
    return re.compile("|".join(pattern(text) for text in told))


def leaks(page, foreign):
    """What the page says in the other language."""
    return [text for text in page.evaluate(SHOWN) if foreign.fullmatch(text)]


@pytest.mark.parametrize(
    ("lang", "everyone", "moment"), [("nb", "Alle", r"\d\d\.\d\d"), ("en", "Everyone", r"\d\d:\d\d")]
)
def test_times_and_words_of_the_composer_follow_the_language(enter, lang, everyone, moment, places):
    ann = enter("ann", lang=lang)
    assert ann.go("/posts/new/").locator("select[name=place] option").first.inner_text().startswith(everyone)
    shown = ann.go(f"/posts/{places['post']}/").locator("article time[data-ago]").first
    assert re.search(moment, shown.get_attribute("title"))


def test_dates_of_last_year_are_written_as_the_language_writes_them(site, enter):
    ann = enter("ann", lang="nb")
    found = {}
    for lang in ("nb", "en"):
        ann.speak(lang)
        page = ann.go("/?lane=waiting")
        ann.live()
        found[lang] = page.locator("#feed time[data-ago]").evaluate_all("all => all.map(time => time.textContent)")
    ann.speak("nb")
    assert found["nb"] != found["en"]
    assert any(re.search(r"\d+\. \w+", text) for text in found["nb"])
    assert any(re.fullmatch(r"\d+ \w{3,4}( \d{4})?|\w{3,4} \d+(, \d{4})?", text) for text in found["en"])
