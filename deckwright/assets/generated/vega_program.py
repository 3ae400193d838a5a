"""Draws a Vega-Lite spec. A separate program, so that Deckwright can stop it; imports nothing of Deckwright.

Reads a JSON object (spec, config, number_locale, time_locale, fonts) from its input and writes an SVG to its output.
"""

import json
import sys


def main() -> int:
    import vl_convert

    program_input = json.load(sys.stdin.buffer)
    if program_input["fonts"]:
        vl_convert.register_font_directory(program_input["fonts"])
    try:
        svg = vl_convert.vegalite_to_svg(
            program_input["spec"],
            config=program_input["config"],
            format_locale=program_input["number_locale"],
            time_format_locale=program_input["time_locale"],
            allowed_base_urls=[],
        )
    except ValueError as error:
        # the first line only says that it failed, those with "at" are places in Vega's own code
        lines = [line for line in str(error).splitlines() if not line.startswith("    at ")]
        print("\n".join(lines[1:] or lines), file=sys.stderr)
        return 1
    sys.stdout.buffer.write(svg.encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
