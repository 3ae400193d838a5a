"""Zips spelled by hand, read by Python's own zipfile."""

import io
import zipfile

import pytest
from by_hand import zip_of
from hypothesis import given
from hypothesis import strategies as st

from deckwright.ooxml import zipped

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0/\\:"), min_size=1, max_size=40)
MEMBERS = st.dictionaries(NAMES, st.binary(max_size=5000), max_size=8)


@given(MEMBERS, st.booleans())
def test_what_is_put_in_comes_out(members: dict[str, bytes], compressed: bool) -> None:
    with zipfile.ZipFile(io.BytesIO(zip_of(members.items(), compressed=compressed))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == members
        assert archive.namelist() == list(members)


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
    monkeypatch.setattr(zipped, "PARTS", 2)
    assert zip_of({"a": b"", "b": b""}.items())
    with pytest.raises(ValueError, match="at most 2 parts"):
        zip_of({"a": b"", "b": b"", "c": b""}.items())
