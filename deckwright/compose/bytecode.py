"""Slide templates as an earlier build has compiled them, which takes four times as long as to run them once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from deckwright.languages.formats import Formats
from deckwright.system.cache import keep_bytes, named, recall_bytes

if TYPE_CHECKING:
    from deckwright.kinds.slide_templates import TemplateSource

LIBRARIES = ("jinja2", "babel")
"""What the code of a template depends on: Jinja works out constants as it compiles, also with our filters."""


class KeptCode(BytecodeCache):
    """The code of `templates` in one language."""

    def __init__(self, templates: Mapping[str, TemplateSource], formats: Formats) -> None:
        self._templates, self._language = templates, formats.identity

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Of the lines in a template's file that stand in its code."""
        template = self._templates.get(name.removesuffix(".xml"))
        return f"{name}:{template.first_line if template else 0}"

    def load_bytecode(self, bucket: Bucket) -> None:
        if (data := recall_bytes(self._name(bucket))) is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        keep_bytes(self._name(bucket), bucket.bytecode_to_string())

    def _name(self, bucket: Bucket) -> str:
        return named("template", LIBRARIES, bucket.key, bucket.checksum, self._language)
