"""Checks presentations and workbooks with openxml-audit. A part that several files share is checked once."""

from __future__ import annotations

import functools
import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openxml_audit import OpenXmlPackage, OpenXmlPart, OpenXmlValidator
from openxml_audit.context import ValidationContext
from openxml_audit.schema.validator import SchemaValidator

_sound: set[tuple[str, str]] = set()
"""Content type and SHA-256 of parts without errors: most files of the tests share their masters and layouts."""


def audit(data: bytes, suffix: str) -> list[str]:
    """Returns the errors that openxml-audit finds in a file whose name ends with `suffix`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "checked" + suffix)
        path.write_bytes(data)
        errors = _validator().validate(path).errors or list(_schema_errors(path))
    return [f"openxml-audit{suffix} {e.part_uri}: {e.description} {e.path or ''}".rstrip() for e in errors]


@functools.cache
def _validator() -> OpenXmlValidator:
    """The validator without schemas, the same for the whole run."""
    return OpenXmlValidator(max_errors=0, schema_validation=False)


@functools.cache
def _schemas() -> SchemaValidator:
    """The validator of schemas, the same for the whole run, because reading the schemas takes half a second."""
    return SchemaValidator()


def _schema_errors(path: Path) -> Iterator[Any]:
    """Returns the errors of `OpenXmlValidator`, without checking parts again that had none."""
    with OpenXmlPackage(path) as package:
        for uri in package.list_parts():
            kind = package.content_types.get_content_type(uri) or ""
            key = kind, hashlib.sha256(package.get_part_content(uri) or b"").hexdigest()
            if "xml" not in kind or key in _sound:
                continue
            context = ValidationContext(
                package=package, file_format=_validator().file_format, max_errors=0, strict=True
            )
            _schemas().validate_part(OpenXmlPart(package, uri), context)
            if not context.errors:
                _sound.add(key)
            yield from context.errors
