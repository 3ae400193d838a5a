"""Zips spelled by hand, read by Python's own zipfile."""

import io
import zipfile
import zlib
from contextlib import suppress

import pytest
from by_hand import zip_of
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deckwright.ooxml import zip_file

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0/\\:"), min_size=1, max_size=40)
MEMBERS = st.dictionaries(NAMES, st.binary(max_size=5000), max_size=8)


@given(MEMBERS, st.booleans())
def test_what_is_put_in_comes_out(members: dict[str, bytes], compressed: bool) -> None:
    with zipfile.ZipFile(io.BytesIO(zip_of(members.items(), compressed=compressed))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == members
        assert archive.namelist() == list(members)


@given(MEMBERS)
def test_what_is_stored_is_found_again_by_the_directory(members: dict[str, bytes]) -> None:
    found = zip_file.read_stored_members(zip_of(members.items()))
    assert found is not None
    assert {name: one.unpack() for name, one in found.items()} == members
    assert zip_of(members.items()) == zip_file.zip_members(found.items())


@given(st.data())
def test_zips_of_others_and_damaged_ones_are_not_taken_for_ours(draw: st.DataObject) -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.xml", b"a")
        archive.comment = draw.draw(st.sampled_from([b"", b"made by hand"]))
    assert zip_file.read_stored_members(other.getvalue()) is None
    whole = zip_of({"a.xml": b"a" * 50, "b.png": b"b"}.items())
    place = draw.draw(st.integers(0, len(whole) - 1))
    damaged = bytearray(whole)
    damaged[place] ^= draw.draw(st.integers(1, 255))
    for data in (bytes(damaged), whole[:place]):
        for one in (zip_file.read_stored_members(data) or {}).values():
            with suppress(ValueError, zlib.error):
                one.unpack()


@pytest.mark.parametrize("name", ["a.xml", "b.png"])
@pytest.mark.parametrize("wrong", ["checksum", "size", "bytes"])
def test_a_damaged_member_is_not_unpacked(wrong: str, name: str) -> None:
    member = zip_file.pack_member(name, b"some bytes")
    damaged = {
        "checksum": replace(member, checksum=member.checksum ^ 1),
        "size": replace(member, size=member.size - 1),
        "bytes": replace(member, stored=member.stored[: len(member.stored) // 2]),
    }[wrong]
    assert member.unpack() == b"some bytes"
    with pytest.raises(ValueError, match="damaged"):
        damaged.unpack()


def test_members_are_dated_and_pictures_stored() -> None:
    data = zip_of({"a.xml": b"a" * 1000, "b.PNG": b"b" * 1000}.items(), 1_700_000_000)
    xml, picture = zipfile.ZipFile(io.BytesIO(data)).infolist()
    assert xml.date_time == (2023, 11, 14, 22, 13, 20)
    assert (xml.compress_type, picture.compress_type) == (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)
    assert xml.compress_size < 100
    undated = zipfile.ZipFile(io.BytesIO(zip_of({"a.xml": b""}.items()))).infolist()[0]
    assert undated.date_time == (1980, 1, 1, 0, 0, 0)
    assert zipfile.ZipFile(io.BytesIO(zip_of({"a": b""}.items(), -10.0))).infolist()[0].date_time[0] == 1980


def test_what_office_cannot_read_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_file, "PARTS", 2)
    assert zip_of({"a": b"", "b": b""}.items())
    with pytest.raises(ValueError, match="at most 2 parts"):
        zip_of({"a": b"", "b": b"", "c": b""}.items())
