"""The program that draws a Vega-Lite spec: a process of its own, which can be stopped.

It reads one JSON object from its input (spec, config, number_locale, time_locale, fonts) and writes the SVG to its
output. It is run as a file and imports nothing of Deckwright's.
"""

import json
import sys


def main() -> int:
    import vl_convert

    given = json.load(sys.stdin.buffer)
    if given["fonts"]:
        vl_convert.register_font_directory(given["fonts"])
    try:
        svg = vl_convert.vegalite_to_svg(
            given["spec"],
            config=given["config"],
            format_locale=given["number_locale"],
            time_format_locale=given["time_locale"],
            allowed_base_urls=[],
        )
    except ValueError as fault:
        # its first line says that it failed, those after the second where in Vega's own code
        lines = [line for line in str(fault).splitlines() if not line.startswith("    at ")]
        print("\n".join(lines[1:] or lines), file=sys.stderr)
        return 1
    sys.stdout.buffer.write(svg.encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
