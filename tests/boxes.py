"""Values and markup for tests that arrange elements."""

from __future__ import annotations

from typing import Any

from by_hand import (
    BULLETS,
    CHART,
    PICTURE,
    TABLE,
    body_area,
)

AREA = body_area()
VALUES: dict[str, Any] = {"chart": CHART, "table": TABLE, "picture": PICTURE, "bullets": BULLETS}


def shape(width: str = "2cm", height: str = "1cm", more: str = "") -> str:
    return f'<shape width="{width}" height="{height}" {more}/>'
