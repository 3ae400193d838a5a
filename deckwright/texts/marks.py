"""Inline marks in an author's text: `**bold**`, `*italic*`, `` `code` ``, `[link](url)`, `^super^`, `~sub~` and
`[words]{lang=en}`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from deckwright.languages.language import check_locale
from deckwright.model.diagnostics import Report
from deckwright.model.source import Text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

SUPERSCRIPT, SUBSCRIPT = 30, -25
"""Percent of the size, as PowerPoint's own buttons set them (a:rPr baseline)."""

_MARK_START = re.compile(r"[*`\[\\^~]")
_MARK_CHARACTER = re.compile(r"[*`\[\]\\^~]")
_ADDRESS = re.compile(r"https?://[^\s/\\]\S*|mailto:[^\s@]+@\S+", re.IGNORECASE)
_LANGUAGE_MARK = re.compile(r"\{lang=([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*)\}")
"""The mark after the brackets around words of another language."""
_BASELINES = {"^": SUPERSCRIPT, "~": SUBSCRIPT}
_BASELINE_MARK = re.compile(r"([\^~])(?:\\.|(?!\1)[^\s\\])+\1(?!\1)")


class Piece(Struct, frozen=True, gc=False):
    """A stretch of text with the same formatting."""

    text: str
    """May contain line breaks, as U+000B."""
    bold: bool = False
    italic: bool = False
    code: bool = False
    baseline: int = 0
    """Percent of the size: 30 superscript, −25 subscript."""
    url: str | None = None
    slide: str | None = None
    """The id of the slide of this deck that the piece links to."""
    lang: str = ""
    """The language (BCP 47) of marked words; empty for the text's own."""


def parse_inline(text: Text, report: Report) -> tuple[Piece, ...]:
    """Splits `text` into pieces. Reports `refused-link` for a link target not allowed, and `unknown-locale`."""
    pieces = _parse(text)
    if len(pieces) == 1 and pieces[0].text == text:
        return pieces
    tags = dict.fromkeys(piece.lang for piece in pieces if piece.lang)
    unknown = [tag for tag in tags if not check_locale(text.like(tag), report)]
    refused = dict.fromkeys(p.url for p in pieces if p.url is not None and not _ADDRESS.fullmatch(p.url))
    for url in refused:
        report.error(
            "refused-link",
            f"link target not allowed: '{url}'" if url else "a link has no target",
            text.span,
            help="use a web address (https://…), an e-mail address (mailto:…) or a slide of this deck (#its-id)",
        )
    pieces = tuple(replace(piece, lang="") if piece.lang in unknown else piece for piece in pieces)
    return tuple(replace(piece, url=None) if piece.url in refused else piece for piece in pieces)


def strip_marks(text: str) -> str:
    """Returns `text` without its marks, for alternative text and properties. A line break becomes a space."""
    words = "".join([piece.text for piece in _parse(text)]) if _MARK_START.search(text) else _convert_line_breaks(text)
    return words.replace("\u000b", " ")


def escape_marks(text: str) -> str:
    """Returns `text` with its marks escaped, for texts from the data, in which `*` is an asterisk."""
    return _MARK_CHARACTER.sub(r"\\\g<0>", text) if _MARK_START.search(text) else text


@lru_cache(maxsize=4096)
def _parse(text: str) -> tuple[Piece, ...]:
    if not _MARK_START.search(text):
        return (Piece(_convert_line_breaks(text)),) if text else ()
    markdown = _build_parser()
    # Only the inline parser: it has no block syntax, and keeps spaces and lines as typed.
    return _join_pieces(markdown.inline.parse(text, markdown, {}, []))


def _join_pieces(tokens: Iterable[Token]) -> tuple[Piece, ...]:
    """Returns the text of `tokens` with its formatting; neighbours with the same formatting are joined."""
    pieces: list[Piece] = []
    formats = [Piece("")]
    for token in tokens:
        if token.nesting > 0:
            formats.append(_apply_token(formats[-1], token))
        elif token.nesting < 0:
            formats.pop()
        else:
            text = "\u000b" if token.type == "hardbreak" else _convert_line_breaks(token.content)
            piece = replace(formats[-1], text=text, code=token.type == "code_inline")
            if pieces and replace(pieces[-1], text=text) == piece:
                piece = replace(piece, text=pieces.pop().text + text)
            if piece.text:
                pieces.append(piece)
    return tuple(pieces)


def _apply_token(formatting: Piece, token: Token) -> Piece:
    """Returns `formatting` with that of an opening token added."""
    match token.tag:
        case "strong":
            return replace(formatting, bold=True)
        case "em":
            return replace(formatting, italic=True)
        case "a":
            address = str(token.attrs["href"])
            is_slide = len(address) > 1 and address.startswith("#")
            return replace(formatting, slide=address[1:]) if is_slide else replace(formatting, url=address)
        case "lang":
            return replace(formatting, lang=str(token.attrs["lang"]))
        case mark:
            return replace(formatting, baseline=_BASELINES[mark])


def _convert_line_breaks(text: str) -> str:
    return text.replace("\n", "\u000b")


@cache
def _build_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("zero").enable(["escape", "backticks", "emphasis", "link"])
    markdown.inline.ruler.before("emphasis", "underscore", _parse_underscore)
    markdown.inline.ruler.before("emphasis", "baseline", _parse_baseline)
    markdown.inline.ruler.before("link", "language", _parse_language)
    # The parser accepts every address, so that `parse_inline` can report a bad one instead of leaving it as text.
    normalise = markdown.normalizeLink
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    markdown.normalizeLink = lambda url: normalise(url) if _ADDRESS.fullmatch(url) else url  # type: ignore[method-assign]
    return markdown


def _parse_underscore(state: StateInline, silent: bool) -> bool:
    """Reads an underscore as a plain character, so that snake_case and file names stay."""
    if state.src[state.pos] != "_":
        return False
    if not silent:
        state.pending += "_"
    state.pos += 1
    return True


def _parse_baseline(state: StateInline, silent: bool) -> bool:
    """Reads `^super^` and `~sub~`, without spaces inside and without doubled marks."""
    start, mark = state.pos, state.src[state.pos]
    if mark not in _BASELINES or state.src[start - 1 : start] == mark:
        return False
    match = _BASELINE_MARK.match(state.src, start, state.posMax)
    if match is None:
        return False
    if not silent:
        end, state.pos, state.posMax = state.posMax, start + 1, match.end() - 1
        state.push("baseline_open", mark, 1)
        state.md.inline.tokenize(state)
        state.push("baseline_close", mark, -1)
        state.posMax = end
    state.pos = match.end()
    return True


def _parse_language(state: StateInline, silent: bool) -> bool:
    """Reads `[words]{lang=en}`: words of another language, measured, hyphenated and spell-checked in their own."""
    if state.src[state.pos] != "[":
        return False
    start, close = state.pos, state.md.helpers.parseLinkLabel(state, state.pos, False)
    match = _LANGUAGE_MARK.match(state.src, close + 1, state.posMax) if close >= 0 else None
    if match is None:
        return False
    if not silent:
        end, state.pos, state.posMax = state.posMax, start + 1, close
        state.push("language_open", "lang", 1).attrs = {"lang": match[1]}
        state.md.inline.tokenize(state)
        state.push("language_close", "lang", -1)
        state.posMax = end
    state.pos = match.end()
    return True
