"""Static files: hashed names, and app.css as one file so that a first visit is one stylesheet."""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile

_IMPORT = re.compile(r'@import url\("([^"]+)"\)(?: layer\((\w+)\))?;')


class BundledStaticFiles(ManifestStaticFilesStorage):
    """Writes every @import of css/app.css into it, in order, each inside its cascade layer; then hashes names."""

    support_js_module_import_aggregation = True
    manifest_strict = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run and "css/app.css" in paths:
            self._bundle("css/app.css")
        yield from super().post_process(paths, dry_run, **options)

    def _bundle(self, name: str) -> None:
        with self.open(name) as source:
            text = source.read().decode()
        bundled = _IMPORT.sub(self._inlined, text)
        self.delete(name)
        self._save(name, ContentFile(bundled.encode()))

    def _inlined(self, match: re.Match[str]) -> str:
        with self.open(f"css/{match[1]}") as source:
            css = source.read().decode()
        return f"@layer {match[2]} {{\n{css}\n}}" if match[2] else css
