"""Pictures: every kind of file becomes one that PowerPoint shows, and what cannot is refused with the way out."""

from __future__ import annotations

import base64
import io
import random
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pptx
import pytest
from examples import built, talk
from PIL import Image, ImageCms, PngImagePlugin

from deckwright.assets.pictures import KINDS, PictureFault, PictureFile, read_file, read_picture
from deckwright.assets.pictures.png import plain_size
from deckwright.assets.pictures.raster import read_raster, sampled
from deckwright.assets.pictures.svg_raster import rasterised
from deckwright.cli.main import main

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
RED, GREEN = (200, 30, 30), (30, 160, 60)


def flag(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Red at the left, green at the right."""
    image = Image.new("RGB", size, RED)
    image.paste(GREEN, (size[0] // 2, 0, *size))
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def colours(data: bytes) -> tuple[Any, Any]:
    """At the middle of the left edge, and of the right."""
    image = opened(data).convert("RGB")
    return image.getpixel((2, image.height // 2)), image.getpixel((image.width - 3, image.height // 2))


def near(one: Any, other: Any, most: int = 12) -> bool:
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


def turned() -> bytes:
    """A JPEG that lies on its side and says so."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    return saved(flag().rotate(90, expand=True), "JPEG", exif=exif, quality=95)


def deep() -> bytes:
    """A PNG of 16 bits a colour, dark at the left and light at the right."""
    rows = b"".join(b"\0" + struct.pack(">60H", *([0x1000] * 30 + [0xF000] * 30)) for _ in range(40))
    return png_of(struct.pack(">IIBBBBB", 60, 40, 16, 0, 0, 0, 0), zlib.compress(rows))


def png_of(header: bytes, rows: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def clear() -> Image.Image:
    image = flag("RGBA")
    image.putpixel((30, 20), (0, 0, 0, 0))
    return image


def moving(kind: str) -> bytes:
    return saved(flag(), kind, save_all=True, append_images=[Image.new("RGB", (60, 40), "blue")])


def in_print() -> bytes:
    return saved(flag("CMYK"), "JPEG", quality=95)


# fmt: off
FILES: list[tuple[str, bytes, str, bool]] = [
    # what it is                     its bytes                                          written as    kept to the byte
    ("PNG",                          saved(flag(), "PNG"),                              "image/png",  True),
    ("PNG with a palette",           saved(flag("P"), "PNG"),                           "image/png",  True),
    ("PNG that shows through",       saved(flag("RGBA"), "PNG"),                        "image/png",  True),
    ("PNG that moves",               moving("PNG"),                                     "image/png",  False),
    ("JPEG",                         saved(flag(), "JPEG", quality=95),                 "image/jpeg", True),
    ("JPEG on its side",             turned(),                                          "image/jpeg", False),
    ("JPEG in printing colours",     in_print(),                                        "image/jpeg", False),
    ("GIF",                          saved(flag(), "GIF"),                              "image/png",  False),
    ("GIF that moves",               moving("GIF"),                                     "image/png",  False),
    ("WebP",                         saved(flag(), "WEBP", quality=95),                 "image/jpeg", False),
    ("WebP that shows through",      saved(clear(), "WEBP", lossless=True),             "image/png",  False),
    ("WebP that moves",              moving("WEBP"),                                    "image/jpeg", False),
    ("TIFF",                         saved(flag(), "TIFF"),                             "image/png",  False),
    ("TIFF in printing colours",     saved(flag("CMYK"), "TIFF"),                       "image/png",  False),
    ("BMP",                          saved(flag(), "BMP"),                              "image/png",  False),
]
# fmt: on


@pytest.mark.parametrize(("data", "media_type", "kept"), [row[1:] for row in FILES], ids=[row[0] for row in FILES])
def test_every_kind_becomes_a_picture_that_powerpoint_shows(data: bytes, media_type: str, kept: bool) -> None:
    read = read_picture(data)
    assert (read.media_type, read.width, read.height) == (media_type, 60, 40)
    assert (read.data == data) == kept
    image = opened(read.data)
    assert f"image/{str(image.format).lower()}" == media_type
    assert (image.size, getattr(image, "n_frames", 1)) == ((60, 40), 1) or kept
    assert image.mode != "CMYK"
    left, right = colours(read.data)
    assert near(left, RED, 40)
    assert near(right, GREEN, 40)


def test_every_kind_in_the_table_is_tried() -> None:
    assert {str(opened(data).format) for _, data, _, _ in FILES} == set(KINDS)


def test_sixteen_bits_become_eight_and_stay_as_light() -> None:
    read = read_picture(deep())
    assert read.data[24] == 8
    assert colours(read.data) == ((16, 16, 16), (239, 239, 239))


def test_transparency_stays() -> None:
    clear = Image.new("RGBA", (4, 4), (255, 0, 0, 0))
    assert opened(read_picture(saved(clear, "WEBP", lossless=True)).data).convert("RGBA").getpixel((1, 1))[3] == 0  # type: ignore[index]


def test_printing_colours_are_those_of_the_profile_in_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """sRGB stands for a printer's profile, which is too large to keep here; what it is asked is what counts."""
    asked: list[str] = []

    def convert(image: Image.Image, *profiles: Any, **options: str) -> Image.Image:
        assert len(profiles) == 2
        asked.append(options["outputMode"])
        return Image.new("RGB", image.size, "teal")

    monkeypatch.setattr(ImageCms, "profileToProfile", convert)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    read = read_picture(saved(flag("CMYK"), "TIFF", icc_profile=profile))
    assert asked == ["RGB"]
    assert opened(read.data).getpixel((0, 0)) == (0, 128, 128)


def rainbow(width: int, height: int) -> Image.Image:
    """Noise, for which no file is small."""
    return Image.frombytes("RGB", (width, height), random.Random(1).randbytes(width * height * 3))


BOMB = png_of(struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0), zlib.compress(bytes(40_000)))
CUT = saved(rainbow(60, 40), "PNG")

HOSTILE: list[tuple[str, bytes, str]] = [
    ("nothing", b"", "is empty"),
    ("a text", b"I am a picture, said the text.\n" * 40, "is not a picture that can be read"),
    ("a PDF", b"%PDF-1.7\n" + bytes(400), "is not a picture that can be read"),
    ("PostScript", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "is not a picture that can be read"),
    ("a web page", b"<html><body>no</body></html>", "is not a picture that can be read"),
    ("a PNG cut off", CUT[: len(CUT) // 2], "is damaged"),
    ("a JPEG cut off", saved(flag(), "JPEG")[:200], "is damaged"),
    ("a head without a body", b"\x89PNG\r\n\x1a\n", "is not a picture that can be read"),
    ("a bomb", BOMB, "has more pixels than a presentation needs"),
    ("UTF-16", f"<svg {SVG}/>".encode("utf-16"), "is not in UTF-8"),
]


@pytest.mark.parametrize(("data", "why"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_what_is_no_sound_picture_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(PictureFault) as fault:
        read_picture(data)
    assert fault.value.why == why
    assert fault.value.help


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "large.png"
    with file.open("wb") as stream:
        stream.truncate(63_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    with pytest.raises(PictureFault, match="has 63 MB, and a picture may have 50"):
        read_file(file)


# drawings


def drawing(inside: str, attributes: str = 'width="60" height="40"') -> bytes:
    return f"<svg {SVG} {attributes}>{inside}</svg>".encode()


FLAG = '<path fill="#c81e1e" d="M0 0H30V40H0z"/><path fill="#1ea03c" d="M30 0H60V40H30z"/>'
PIXELS = base64.b64encode(saved(flag(), "PNG")).decode()


def test_a_drawing_stays_one_and_becomes_pixels_of_any_size() -> None:
    read = read_picture(drawing(FLAG))
    assert (read.media_type, read.width, read.height, read.families) == ("image/svg+xml", 60, 40, ())
    pixels = rasterised(read.data, 600, 400)
    assert opened(pixels).size == (600, 400)
    left, right = colours(pixels)
    assert near(left, RED, 1)
    assert near(right, GREEN, 1)


def test_a_drawing_never_becomes_more_than_4096_pixels() -> None:
    assert opened(rasterised(read_picture(drawing(FLAG)).data, 9_000, 6_000)).size == (4_095, 2_730)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="60" height="40"', (60, 40)),
        ('viewBox="0 0 30 20"', (30, 20)),
        ('width="2in" height="1in" viewBox="0 0 30 20"', (192, 96)),
        ('width="100%" height="100%" viewBox="0 0 30 20"', (30, 20)),
        ('width="60" viewBox="0 0 30 20"', (60, 40)),
        ('height="4cm" viewBox="0 0 30 20"', (227, 151)),
    ],
)
def test_the_size_of_a_drawing(attributes: str, size: tuple[int, int]) -> None:
    read = read_picture(drawing(FLAG, attributes))
    assert (read.width, read.height) == size


def nested(element: str, attribute: str) -> str:
    """Twelve levels, each of which shows the next one ten times."""
    part = "".join(f'<rect width="1" height="1" {attribute}="url(#n%d)"/>' for _ in range(10))
    return "".join(f'<{element} id="n{n}">{part % ((n + 1,) * 10)}</{element}>' for n in range(12))


CORNERS = "".join(
    f'<marker id="m{n}"><path d="M0 0L1 1L2 2L3 3L4 4L5 5" style="marker: url(#m{n + 1})"/></marker>' for n in range(14)
)
CHAIN = "".join(f'<g id="n{n}"><use href="#n{n + 1}"/></g>' for n in range(5_000))
USES = "".join(f'<g id="n{n}">' + f'<use href="#n{n + 1}"/>' * 10 + "</g>" for n in range(12))
TAKEN_OUT: list[tuple[str, str, str]] = [
    ("a script", "<script>alert(1)</script>", "alert"),
    ("a handler", '<path onload="alert(1)" d="M0 0"/>', "alert"),
    ("a handler of the drawing", '<g ONCLICK="alert(1)"/>', "alert"),
    ("an animation", '<a><set attributeName="href" to="javascript:x()"/></a>', "javascript"),
    ("a link", '<a xlink:href="javascript:x()"><path d="M0 0"/></a>', "javascript"),
    ("what an editor keeps", '<x:data xmlns:x="urn:x" x:a="secret">secret</x:data>', "secret"),
    ("an attribute of an editor", '<g xmlns:x="urn:x" x:a="secret"/>', "secret"),
    ("metadata", "<metadata>secret</metadata>", "secret"),
    ("a film", '<video src="film.mp4"/><audio src="film.mp4"/>', "film"),
    ("a comment", "<!-- secret -->", "secret"),
    ("a stylesheet from elsewhere", "<?xml-stylesheet href='https://x.org/a.css'?>", "x.org"),
    ("a font from elsewhere", "<style>@import 'https://x.org/f.css'; path {stroke: none}</style>", "x.org"),
    ("a font face", "<style>@font-face {font-family: F; src: url(https://x.org/f)}</style>", "x.org"),
    (
        "HTML with a way out",
        "<switch><foreignObject><b href='x'>secret</b></foreignObject><text>T</text></switch>",
        "secret",
    ),
    ("a base", '<g xml:base="https://x.org/"/>', "x.org"),
]
REFUSED: list[tuple[str, str, str]] = [
    ("a picture from the web", '<image href="https://x.org/a.png"/>', "shows what is not in the file"),
    ("a picture on the disk", '<image xlink:href="file:///etc/passwd"/>', "shows what is not in the file"),
    ("a picture beside it", '<image href="a.png"/>', "shows what is not in the file"),
    ("a part of another drawing", '<use href="other.svg#a"/>', "shows what is not in the file"),
    ("a drawing in it", '<image href="data:image/svg+xml,&lt;svg/&gt;"/>', "shows what is not in the file"),
    ("a filter's picture", '<filter><feImage href="https://x.org/a.png"/></filter>', "shows what is not in the file"),
    (
        "a bomb in it",
        f'<image href="data:image/png;base64,{base64.b64encode(BOMB).decode()}"/>',
        "holds a picture that has more pixels",
    ),
    ("nonsense in it", '<image href="data:image/png;base64,????"/>', "holds a picture that is damaged"),
    ("a fill from elsewhere", '<path fill="url(https://x.org/a#b)" d="M0 0"/>', "has a style that fetches"),
    ("a style from elsewhere", "<path style=\"fill: url('a.svg#b')\" d='M0 0'/>", "has a style that fetches"),
    ("a hidden address", r'<path style="fill: u\72l(https://x.org)" d="M0 0"/>', "has a style that fetches"),
    ("a style sheet that fetches", "<style>path {fill: url( 'https://x.org/a' )}</style>", "has a style that fetches"),
    ("HTML", "<foreignObject><b xmlns='urn:h'>x</b></foreignObject>", "holds text as HTML"),
    ("an end that is missing", "<path>", "is not well-formed"),
    ("a circle of uses", '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>', "uses itself without end"),
    ("uses of uses", USES, "has more parts"),
    ("a long chain of uses", CHAIN, "has more parts"),
    ("masks of masks", nested("mask", "mask"), "has more parts"),
    (
        "clips of clips by a style",
        f"<style>rect {{clip-path: url(#n0)}}</style>{nested('clipPath', 'clip-path')}",
        "uses itself",
    ),
    ("patterns of patterns", nested("pattern", "fill"), "has more parts"),
    ("markers of markers", nested("marker", "marker-mid"), "has more parts"),
    (
        "noise without end",
        '<filter><feTurbulence numOctaves="1000000000"/></filter>',
        "has a filter that takes too long",
    ),
    ("thick outlines", '<filter><feMorphology radius="1e6"/></filter>', "has a filter that takes too long"),
    ("a large convolution", '<filter><feConvolveMatrix order="500"/></filter>', "has a filter that takes too long"),
    ("depth without end", "<g>" * 3_000 + "</g>" * 3_000, "is not well-formed"),
]


@pytest.mark.parametrize(("inside", "gone"), [row[1:] for row in TAKEN_OUT], ids=[row[0] for row in TAKEN_OUT])
def test_what_draws_nothing_is_taken_out(inside: str, gone: str) -> None:
    read = read_picture(drawing(inside + FLAG))
    assert gone in inside
    assert gone.encode() not in read.data
    assert near(colours(rasterised(read.data, 60, 40))[0], RED, 1)


@pytest.mark.parametrize(("inside", "why"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_would_be_missed_is_refused(inside: str, why: str) -> None:
    with pytest.raises(PictureFault) as fault:
        read_picture(drawing(inside))
    assert fault.value.why.startswith(why)
    assert fault.value.help


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', "declares entities"),
        ('<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "declares entities"),
        ('<!DOCTYPE svg [<!ENTITY % a SYSTEM "https://x.org/a.dtd"> %a;]>', "declares entities"),
    ],
)
def test_entities_are_refused(head: str, why: str) -> None:
    with pytest.raises(PictureFault, match=why):
        read_picture(head.encode() + drawing(FLAG))


def test_the_usual_doctype_is_taken_out_and_never_fetched() -> None:
    doctype = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert b"DOCTYPE" not in read_picture(doctype + drawing(FLAG)).data


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<svg><path/></svg>", "is not an SVG drawing"),
        (drawing(FLAG, ""), "says neither how wide and high it is nor its viewBox"),
        (drawing(FLAG, 'width="1e9" height="1e9"'), "is 1e\\+09 × 1e\\+09 pixels large"),
        (drawing(FLAG, 'width="0" height="40"'), "is 0 × 40 pixels large"),
    ],
)
def test_a_drawing_without_a_sound_size_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(PictureFault, match=why):
        read_picture(data)


def test_a_picture_in_the_drawing_stays() -> None:
    inside = f'<image href="data:image/png;base64,{PIXELS}" width="60" height="40"/>'
    assert near(colours(rasterised(read_picture(drawing(inside)).data, 60, 40))[1], GREEN, 2)


def test_the_fonts_of_a_drawing_are_known_where_it_has_texts() -> None:
    texts = '<style>text {font-family: "Open Sans", serif}</style><text font-family="Lato">A</text>'
    texts += '<text style="font: bold 12px/1.2 Georgia">B</text><text font-family="sans-serif">C</text>'
    assert read_picture(drawing(texts)).families == ("Open Sans", "Lato", "Georgia")
    assert read_picture(drawing('<g font-family="Lato"><path d="M0 0"/></g>')).families == ()


# the sizes of photographs


def test_a_photograph_with_many_more_pixels_than_are_seen_is_made_smaller() -> None:
    large = saved(rainbow(1_200, 800), "JPEG", quality=95)
    small = sampled(large, 300)
    assert opened(small).size == (300, 200)
    assert sampled(large, 300) == small


@pytest.mark.parametrize(
    ("data", "width"),
    [
        (saved(rainbow(1_200, 800), "JPEG", quality=95), 700),  # not many more
        (saved(flag(size=(1_200, 800)), "JPEG"), 300),  # small as it is
        (saved(rainbow(1_200, 800).quantize(256), "PNG"), 300),  # a palette would become full colour
    ],
)
def test_otherwise_it_is_kept_to_the_byte(data: bytes, width: int) -> None:
    assert sampled(data, width) == data


# in a presentation


def slide(picture: str, name: str = "a") -> list[str]:
    return ["- slide: picture", f"  id: {name}", "  title: A picture", f"  picture: {{{picture}}}"]


def made(folder: Path, files: dict[str, bytes], *slides: list[str], head: str = "") -> tuple[Any, dict[str, bytes]]:
    """The presentation as python-pptx reads it, and its pictures by part name."""
    for name, data in files.items():
        file = folder / "assets" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    data = built(talk(folder, [line for one in slides for line in one], head=head))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        media = {name: archive.read(name) for name in archive.namelist() if name.startswith("ppt/media/")}
    return pptx.Presentation(io.BytesIO(data)), media


def picture_of(presentation: Any, number: int = 0) -> Any:
    (picture,) = (shape for shape in presentation.slides[number].shapes if shape._element.tag.endswith("}pic"))
    return picture


def test_a_drawing_is_in_the_file_as_a_drawing_and_as_pixels(tmp_path: Path) -> None:
    presentation, media = made(tmp_path, {"a.svg": drawing(FLAG)}, slide("file: a.svg, alt: A flag"))
    assert sorted(media) == ["ppt/media/image1.png", "ppt/media/image1.svg"]
    picture = picture_of(presentation)
    assert picture.image.content_type == "image/png"
    assert near(colours(picture.image.blob)[0], RED, 1)
    (link,) = picture._element.iter("{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip")
    target = picture.part.related_part(link.get(f"{{{R}}}embed"))
    assert (target.content_type, target.blob) == ("image/svg+xml", read_picture(drawing(FLAG)).data)
    assert 2.2 < opened(picture.image.blob).width / (picture.width / 914_400 * 96) < 2.4  # 220 pixels to the inch


R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.mark.parametrize(
    ("focus", "sides"),
    [
        ("", (0.25, 0.25)),
        (", focus: left", (0, 0.5)),
        (", focus: top right", (0.5, 0)),
        (", focus: center", (0.25, 0.25)),
        (', focus: ["40%", "0%"]', (0.15, 0.35)),
        (", focus: [40, 90]", (0.15, 0.35)),
        (', focus: ["10%", "50%"]', (0, 0.5)),
    ],
)
def test_a_picture_that_fills_its_box_is_cut_around_its_focus(
    focus: str, sides: tuple[float, float], tmp_path: Path
) -> None:
    presentation, _ = made(tmp_path, {"a.png": saved(flag(), "PNG")}, slide("file: a.png, alt: A, fit: cover"))
    box = picture_of(presentation)
    wide = saved(flag(size=(2 * 600, round(600 * box.height / box.width))), "PNG")  # twice as wide as its box
    presentation, media = made(tmp_path, {"a.png": wide}, slide(f"file: a.png, alt: A, fit: cover{focus}"))
    picture = picture_of(presentation)
    assert (picture.crop_left, picture.crop_right) == pytest.approx(sides, abs=0.002)
    assert (picture.crop_top, picture.crop_bottom) == pytest.approx((0, 0), abs=0.002)
    assert list(media.values()) == [wide]  # all of it is there to be had back


def test_a_picture_is_stored_once_however_often_it_is_shown(tmp_path: Path) -> None:
    data = saved(flag(), "PNG")
    files = {"a.png": data, "copy/b.png": data}
    slides = [slide("file: a.png, alt: A", "a"), slide("file: copy/b.png, alt: B, fit: cover", "b")]
    _, media = made(tmp_path, files, *slides)
    assert list(media.values()) == [data]


def test_a_large_photograph_is_as_large_as_where_it_is_shown_largest(tmp_path: Path) -> None:
    data = saved(rainbow(9_000, 1_800), "JPEG", quality=60)
    small = ["- {slide: recap, id: b, title: Again, slides: [{slide: a, caption: A}]}"]
    presentation, media = made(tmp_path, {"a.jpg": data}, slide("file: a.jpg, alt: A"), small)
    (kept,) = media.values()
    picture = picture_of(presentation)
    assert opened(kept).width == pytest.approx(picture.width / 914_400 * 220, abs=2)


def test_a_logo_and_a_picture_that_are_one_file_are_stored_once(tmp_path: Path) -> None:
    data = saved(flag(), "PNG")
    brand = tmp_path / "templates/house"
    brand.mkdir(parents=True)
    (brand / "brand.yaml").write_text("name: House\nlogo: logo.png\nwordmark: House\n", "utf-8")
    (brand / "logo.png").write_bytes(data)
    talk_folder = tmp_path
    (talk_folder / "assets").mkdir()
    (talk_folder / "assets/a.png").write_bytes(data)
    file = built(talk(talk_folder, slide("file: a.png, alt: A"), brand="house"))
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        media = [archive.read(name) for name in archive.namelist() if name.startswith("ppt/media/")]
    assert media == [data]


def test_the_credit_stands_below_the_picture_and_is_translated(tmp_path: Path) -> None:
    lines = slide('file: a.png, alt: A flag, credit: "Photo: M. Holm"')
    presentation, _ = made(tmp_path, {"a.png": saved(flag(), "PNG")}, lines)
    picture = picture_of(presentation)
    (credit,) = (shape for shape in presentation.slides[0].shapes if shape.has_text_frame and "Photo" in shape.text)
    assert credit.left == picture.left
    assert 0 <= credit.top - (picture.top + picture.height) < 100_000
    assert credit.text_frame.paragraphs[0].runs[0].font.size.pt == 12
    assert main(["translate", "da"], project_in(tmp_path)) == 0
    assert 'msgid "Photo: M. Holm"' in (tmp_path / "locales/da.po").read_text("utf-8")


def project_in(folder: Path) -> Any:
    from deckwright.model.project import Project

    return Project(folder)


def test_photographs_are_not_mirrored_in_arabic(tmp_path: Path) -> None:
    lines = slide('file: a.png, alt: علم, fit: cover, focus: left, credit: "صورة"')
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/a.png").write_bytes(saved(flag(size=(2_000, 200)), "PNG"))
    project = talk(tmp_path, lines)
    deck = (tmp_path / "deck.yaml").read_text("utf-8").replace("language: en", "language: ar")
    (tmp_path / "deck.yaml").write_text(deck, "utf-8")
    assert main(["build"], project) == 0
    (file,) = (tmp_path / "build").glob("*.pptx")
    presentation = pptx.Presentation(str(file))
    picture = picture_of(presentation)
    assert picture.crop_left == 0
    assert picture.crop_right > 0.4
    assert picture._element.find(".//{*}xfrm").get("flipH") is None


def test_a_decorative_picture_says_so_and_needs_no_words(tmp_path: Path) -> None:
    presentation, _ = made(tmp_path, {"a.png": saved(flag(), "PNG")}, slide("file: a.png, decorative: yes"))
    about = picture_of(presentation)._element.find(".//{*}cNvPr")
    assert about.get("descr") == ""
    assert about.find(".//{*}decorative").get("val") == "1"


@pytest.mark.parametrize(
    ("picture", "wanted"),
    [
        ("file: a.png, alt: A, focus: lefft", "error[unknown-choice]: 'focus' cannot be 'lefft'"),
        ("file: a.png, alt: A, focus: left right", "error[unknown-choice]: 'focus' cannot be 'left right'"),
        ('file: a.png, alt: A, focus: ["120%", 5]', "error[out-of-range]: 'focus' is within the picture"),
        ("file: a.png, alt: A, focus: [a, b]", "error[wrong-type]: each of 'focus' must be a percentage"),
        ("file: a.png, alt: A, focus: [1, 2, 3]", "error[wrong-type]: 'focus' must be two percentages"),
        ("alt: A", "error[missing-field]: the picture needs the field 'file'"),
    ],
)
def test_faults_of_what_is_said_of_a_picture(
    picture: str, wanted: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/a.png").write_bytes(saved(flag(), "PNG"))
    assert main(["check"], talk(tmp_path, slide(picture))) == 1
    assert wanted in capsys.readouterr().err


def test_the_same_pictures_give_the_same_file(tmp_path: Path) -> None:
    files = {"a.svg": drawing(FLAG), "b.jpg": turned()}
    slides = [slide("file: a.svg, alt: A", "a"), slide("file: b.jpg, alt: B", "b")]
    made(tmp_path, files, *slides)
    (first,) = (path.read_bytes() for path in (tmp_path / "build").glob("*.pptx"))
    for cached in (read_picture, rasterised, sampled):
        cached.cache_clear()
    made(tmp_path, files, *slides)
    (second,) = (path.read_bytes() for path in (tmp_path / "build").glob("*.pptx"))
    assert first == second


def plain_pngs() -> list[bytes]:
    """One for each kind of colour, with what programs write beside the pixels."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Software", "a program")
    clear = Image.new("RGBA", (31, 17), (200, 30, 30, 90))
    return [
        *(saved(flag(mode), "PNG") for mode in ("1", "L", "LA", "P", "RGB", "RGBA")),
        saved(flag().quantize(4), "PNG", bits=2),
        saved(flag("P"), "PNG", transparency=0),
        saved(flag(), "PNG", transparency=RED, dpi=(96, 96)),
        saved(clear, "PNG", pnginfo=notes, compress_level=0),
    ]


def not_plain_pngs() -> list[bytes]:
    """Pictures that must be looked into: turned, moving, deep, with a profile, too large, or of another kind."""
    exif = Image.Exif()
    exif[0x0112] = 6
    turned_by_text = PngImagePlugin.PngInfo()
    turned_by_text.add_itxt("XML:com.adobe.xmp", '<x tiff:Orientation="6"/>')
    raw = PngImagePlugin.PngInfo()
    raw.add_text("Raw profile type exif", "\nexif\n      4\n00000000")
    return [
        saved(flag(), "PNG", exif=exif),
        saved(flag(), "PNG", pnginfo=turned_by_text),
        saved(flag(), "PNG", pnginfo=raw),
        saved(flag(), "PNG", save_all=True, append_images=[flag().rotate(180)]),
        saved(Image.new("I;16", (20, 10)), "PNG"),
        saved(flag(), "PNG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()),
        saved(Image.new("1", (4_000, 2_501)), "PNG"),
        saved(flag(), "PNG") + b"more",
        saved(flag(), "JPEG"),
        b"",
    ]


@pytest.mark.parametrize("data", plain_pngs())
def test_a_plain_png_needs_no_pillow(data: bytes) -> None:
    assert plain_size(data) == opened(data).size
    assert read_raster(data) == read_picture(data)


@pytest.mark.parametrize("data", not_plain_pngs())
def test_other_pictures_are_looked_into(data: bytes) -> None:
    assert plain_size(data) is None


def test_no_damaged_png_is_plain() -> None:
    """What is taken for plain is what Pillow takes as it is, whatever becomes of its bytes."""
    chance = random.Random(7)
    for whole in plain_pngs():
        for _ in range(60):
            data = bytearray(whole)
            match chance.randrange(4):
                case 0:
                    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
                case 1:
                    del data[chance.randrange(len(data)) :]
                case 2:
                    at = chance.randrange(8, len(data))
                    data[at:at] = chance.randbytes(chance.randrange(1, 9))
                case 3:
                    data = bytearray(mended_png(bytes(data), chance))
            size = plain_size(bytes(data))
            assert size is None or read_raster(bytes(data)) == PictureFile(bytes(data), "image/png", *size)


def mended_png(data: bytes, chance: random.Random) -> bytes:
    """One chunk is other than it was, and its checksum says that it is right."""
    chunks, at = [], 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        chunks.append((data[at + 4 : at + 8], bytearray(data[at + 8 : at + 8 + length])))
        at += 12 + length
    kind, body = chance.choice(chunks)
    if kind == b"IDAT":
        pixels = bytearray(zlib.decompress(body))
        pixels[chance.randrange(len(pixels))] ^= 1 << chance.randrange(8)
        body[:] = zlib.compress(pixels[: len(pixels) - chance.randrange(2)])
    elif body:
        body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
    made = [data[:8]]
    for kind, body in chunks:
        whole = kind + bytes(body)
        made.append(struct.pack(">I", len(body)) + whole + struct.pack(">I", zlib.crc32(whole)))
    return b"".join(made)
