"""Pictures on slides: how they are cut, stored, credited and described."""

from __future__ import annotations

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
from picture_cases import (
    FLAG,
    RED,
    colours,
    drawing,
    flag,
    near,
    opened,
    rainbow,
    saved,
    turned,
)
from PIL import Image, ImageCms, PngImagePlugin

from deckwright.assets.pictures import PictureFile, read_picture
from deckwright.assets.pictures.png import read_plain_size
from deckwright.assets.pictures.raster import downsample, read_raster
from deckwright.assets.pictures.svg_raster import rasterise_svg
from deckwright.cli.main import main

# the sizes of photographs


def test_a_photograph_with_many_more_pixels_than_are_seen_is_made_smaller() -> None:
    large = saved(rainbow(1_200, 800), "JPEG", quality=95)
    small = downsample(large, 300)
    assert opened(small).size == (300, 200)
    assert downsample(large, 300) == small


@pytest.mark.parametrize(
    ("data", "width"),
    [
        (saved(rainbow(1_200, 800), "JPEG", quality=95), 700),  # not many more
        (saved(flag(size=(1_200, 800)), "JPEG"), 300),  # small as it is
        (saved(rainbow(1_200, 800).quantize(256), "PNG"), 300),  # a palette would become full colour
    ],
)
def test_otherwise_it_is_kept_to_the_byte(data: bytes, width: int) -> None:
    assert downsample(data, width) == data


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
        ('file: a.png, alt: A, focus: ["120%", 5]', "error[out-of-range]: 'focus' must be within the picture"),
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
    for cached in (read_picture, rasterise_svg, downsample):
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
    assert read_plain_size(data) == opened(data).size
    assert read_raster(data) == read_picture(data)


@pytest.mark.parametrize("data", not_plain_pngs())
def test_other_pictures_are_looked_into(data: bytes) -> None:
    assert read_plain_size(data) is None


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
            size = read_plain_size(bytes(data))
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
