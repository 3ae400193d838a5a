"""Writes a brand as the `config` of a Vega-Lite spec, so that its charts look like PowerPoint's on other slides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CSS_PIXELS_PER_POINT = 96 / 72
CSS_PIXELS_PER_CM = 96 / 2.54
_OPPOSITE = {"left": "right", "right": "left"}


def build_config(look: Mapping[str, Any], fonts: str, rtl: bool = False) -> dict[str, Any]:
    """Returns the config, which what the spec says itself overrides. `fonts` is a CSS font list."""
    size = round(look["text_size"] * CSS_PIXELS_PER_POINT, 1)
    small = round(look["caption_size"] * CSS_PIXELS_PER_POINT, 1)
    text, line, faint = look["text"], _mix_with_text(look, 0.45), _mix_with_text(look, 0.15)
    words = {"labelFontSize": size, "labelColor": text, "titleFontSize": size, "titleColor": text}
    pale = [_mix_colours(look["background"], look["series"][0], 0.2), look["series"][0]]
    words |= {"titleFontWeight": "normal", "labelLimit": 0, "titleLimit": 0}
    heading = {"anchor": "end" if rtl else "start", "color": text, "fontSize": size, "fontWeight": "bold", "offset": 12}
    heading |= {"subtitleColor": text, "subtitleFontSize": small, "subtitlePadding": 6}
    from_right = {"scale": {"xReverse": True}, "axisY": {"orient": "right"}} if rtl else {}
    return from_right | {
        "background": None,
        "font": fonts,
        "padding": {"left": 10 if rtl else 2, "right": 2 if rtl else 10, "top": 2, "bottom": 8},
        "title": heading,
        "axis": words | {"domainColor": line, "tickColor": line, "gridColor": faint, "labelPadding": 6},
        "axisQuantitative": {"tickCount": 5, "domain": False, "ticks": False},
        "axisBand": {"ticks": False},
        "axisTemporal": {"grid": False},
        "axisPoint": {"grid": False},
        "legend": words | {"orient": "left" if rtl else "right", "symbolSize": size * 8, "columnPadding": 20},
        "header": words,
        "range": {
            "category": look["series"],
            "ordinal": pale,
            "ramp": pale,
            "heatmap": pale,
            "diverging": [look["highlight"], look["background"], look["series"][0]],
        },
        "mark": {"color": look["series"][0]},
        "text": {"fontSize": size, "color": text},
        "line": {"strokeWidth": 3},
        "rule": {"color": line},
        "point": {"size": size * 5, "filled": True},
        "view": {"stroke": None},
    }


def mirror(spec: Any) -> Any:
    """Moves text marks to the other side of their points, for right-to-left languages: `build_config` reverses x."""
    if isinstance(spec, list):
        return [mirror(part) for part in spec]
    if not isinstance(spec, dict):
        return spec
    mirrored = {key: mirror(part) for key, part in spec.items()}
    mark = mirrored.get("mark")
    if isinstance(mark, dict) and mark.get("type") == "text":
        mirrored["mark"] = mark | {
            **({"align": _OPPOSITE[mark["align"]]} if mark.get("align") in _OPPOSITE else {}),
            **({"dx": -mark["dx"]} if isinstance(mark.get("dx"), int | float) else {}),
        }
    return mirrored


def set_size(spec: Mapping[str, Any], look: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the spec with the size of a slide's body unless it gives its own, so that type has its stated size."""
    if _is_composed(spec):
        return dict(spec)
    return {
        **spec,
        "width": spec.get("width", round(look["width_cm"] * CSS_PIXELS_PER_CM)),
        "height": spec.get("height", round(look["height_cm"] * CSS_PIXELS_PER_CM)),
        "autosize": spec.get("autosize", {"type": "fit", "contains": "padding"}),
    }


def _is_composed(spec: Mapping[str, Any]) -> bool:
    """Returns True for a spec of several views, whose width and height would be those of each view."""
    encoding = spec.get("encoding")
    facets = isinstance(encoding, dict) and {"row", "column", "facet"} & set(encoding)
    return bool(facets) or any(key in spec for key in ("facet", "repeat", "concat", "hconcat", "vconcat"))


def _mix_with_text(look: Mapping[str, Any], share: float) -> str:
    return _mix_colours(look["background"], look["text"], share)


def _mix_colours(start: str, end: str, share: float) -> str:
    """Mixes two colours, `#rrggbb`; a share of 1 is `end`."""
    pairs = ((int(start[at : at + 2], 16), int(end[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in pairs)
