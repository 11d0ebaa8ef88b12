"""The demo company is built once, on the first start of an empty site."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command

PERSONAS = ("ann", "ben", "cleo", "mona", "mo", "lea", "odd", "ida", "hege", "pia", "tor", "ada")
PASSWORD = "glod-demo"  # noqa: S105 (printed at every start of the demo, and worth nothing elsewhere)


def build_demo() -> bool:
    """Builds the company where nobody is yet, again where that was cut short before; says whether it did."""
    unfinished = Path(settings.MEDIA_ROOT) / ".demo-unfinished"  # a folder that every profile may write to
    if unfinished.exists():
        call_command("flush", interactive=False, verbosity=0)
    elif get_user_model().objects.exists():
        return False
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    unfinished.touch()
    call_command("seed_company")
    unfinished.unlink()
    return True
