"""Static files: hashed names, compressed once; bundled styles; neither they nor scripts have comments or indents."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
# Comments that have lines of their own, and what stands before the first letter of a line. No text of ours spans lines.
_MARGIN = re.compile(r"^[ \t]*(?:/\*.*?\*/\s*?\n|//[^\n]*\n|)[ \t]*", re.DOTALL | re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_IMPORT = re.compile(r'@import url\("([^"]+)"\)(?: layer\((\w+)\))?;')


BUNDLES = tuple(
    f"css/{name}.css" for name in ("app", "ideas", "policy", "moderation", "moderation-desk", "figures", "profiles")
)


class BundledStaticFiles(CompressedManifestStaticFilesStorage):
    """Writes every @import of a bundle into it, each inside its cascade layer; then hashes and compresses."""

    support_js_module_import_aggregation = True
    # Only our own modules: what third parties ship in their scripts is not ours to rewrite.
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],  # type: ignore[attr-defined]
    )
    manifest_strict = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        for name in filter(paths.__contains__, () if dry_run else BUNDLES):
            self._bundle(name)
            paths[name] = (self, name)  # hash the bundle, not the source it was made from
        if not dry_run:
            for name in filter(_is_script, paths):
                self._write(name, _MARGIN.sub("", self._read(name)))
                paths[name] = (self, name)
        if "fonts/schibsted-grotesk.woff2" not in paths:  # not installed: nothing links the sheet that names it
            paths.pop("css/fonts.css", None)
        yield from super().post_process(paths, dry_run, **options)  # type: ignore[no-untyped-call]

    def _bundle(self, name: str) -> None:
        self._write(name, _IMPORT.sub(self._inlined, self._read(name)))

    def _read(self, name: str) -> str:
        with self.open(name) as source:
            text: str = source.read().decode()
        return text

    def _write(self, name: str, text: str) -> None:
        self.delete(name)
        self._save(name, ContentFile(text.encode()))  # type: ignore[attr-defined]

    def _inlined(self, match: re.Match[str]) -> str:
        css = _INDENT.sub("", _COMMENT.sub("", self._read(f"css/{match[1]}")))
        return f"@layer {match[2]} {{\n{css}\n}}" if match[2] else css


def _is_script(name: str) -> bool:
    return name.startswith("js/") and name.endswith(".js")
