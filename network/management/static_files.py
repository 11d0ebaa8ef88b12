"""Static files are collected only when one of them changed: it is the slowest part of a start."""

import hashlib
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect() -> bool:
    """Collects into STATIC_ROOT unless it already holds exactly these sources; says whether it did."""
    root = Path(settings.STATIC_ROOT)
    stamp = root / ".sources"
    found = _fingerprint()
    if stamp.exists() and stamp.read_text() == found:
        return False
    shutil.rmtree(root, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(found)
    return True


def _fingerprint() -> str:
    """One hash over the name, size and time of every source, and over the code that bundles them."""
    seen = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            at = Path(storage.path(name)).stat()
            seen.update(f"{name}:{at.st_size}:{at.st_mtime_ns}\n".encode())
    return seen.hexdigest()
