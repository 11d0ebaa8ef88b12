"""The page of effects is complete both ways."""

import ast

from django.template.loader import get_template

from network import wiring
from network.core.events import Event
from network.core.static import BUNDLES
from network.live.models import Entry
from tests.architecture.sources import ROOT, nodes, tree


def event_classes(kind: type[Event] = Event) -> set[type[Event]]:
    direct = set(kind.__subclasses__())
    return direct | {deeper for child in direct for deeper in event_classes(child)}


def test_every_event_is_wired_and_every_wired_event_exists() -> None:
    known = {event for event in event_classes() if event.__module__.split(".")[0] in ("network", "profiles", "ideas")}
    assert set(wiring.EFFECTS) == known


def test_every_handler_in_live_and_notices_is_wired() -> None:
    wired = {h for effects in wiring.EFFECTS.values() for h in (*effects.inside, *effects.after)}
    names = {f"{handler.__module__}.{handler.__name__}" for handler in wired}
    handlers = set()
    for path in [
        *ROOT.glob("network/*/live.py"),
        *ROOT.glob("network/*/notices.py"),
        ROOT / "profiles/live.py",
        ROOT / "ideas/live.py",
        *ROOT.glob("ideas/notices/*.py"),
    ]:
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and [a.arg for a in node.args.args] == ["event"]:
                handlers.add(f"{module}.{node.name}")
    assert handlers - names == set()


def test_handlers_of_the_wire_run_inside_and_letters_run_where_rights_need_it() -> None:
    """A log row that was not written with the change would be a gap that nobody could find."""
    outside = [
        handler.__name__
        for effects in wiring.EFFECTS.values()
        for handler in effects.after
        if handler.__module__.endswith(".live")
    ]
    assert outside == []


def test_every_recorded_fragment_is_known_and_every_known_fragment_is_recorded() -> None:
    recorded = set()
    for path in [*ROOT.glob("network/*/live.py"), ROOT / "profiles/live.py", ROOT / "ideas/live.py"]:
        for node in nodes(path):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record":
                verb, fragment = (ast.literal_eval(argument) for argument in node.args[1:3])
                assert verb in Entry.Verb.values
                recorded.add(fragment)
    assert recorded == set(wiring.FRAGMENTS)


def test_every_component_stylesheet_is_imported_once() -> None:
    text = "".join((ROOT / "static" / bundle).read_text() for bundle in BUNDLES)
    missing = [
        p.name for p in (ROOT / "static/css/components").glob("*.css") if text.count(f"components/{p.name}") != 1
    ]
    assert missing == []


def test_error_pages_exist() -> None:
    assert [get_template(name).template.name for name in ("400.html", "403.html", "404.html", "429.html", "500.html")]
