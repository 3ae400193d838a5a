"""verify finds every single defect that is planted in a good file, and none in the good file."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from pathlib import Path

import conftest
import pytest
from defects import DEFECTS, SLIDES, Defect, changed, good_file, in_workbook, members, zipped

import deckwright.verify
import deckwright.write
from deckwright.verify import verify_package
from deckwright.verify.problems import CODES
from deckwright.write import write


def test_the_good_file_has_no_findings() -> None:
    assert verify_package(good_file()) == ()
    assert verify_package(zipped(members())) == ()


@pytest.mark.parametrize(("code", "defect"), [(c, d) for c, _, d in DEFECTS], ids=[f"{c}: {n}" for c, n, _ in DEFECTS])
def test_a_planted_defect_is_found(code: str, defect: Defect) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile's, at a duplicate name
        data = zipped(defect(members()))
    assert code in {finding.code for finding in verify_package(data)}


def test_uneven_dates_are_found() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for year, (name, content) in enumerate(members(), 1980):
            package.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), content)
    assert [f.code for f in verify_package(buffer.getvalue())] == ["uneven-dates"]


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip", zipped([("a.txt", b"a")])])
def test_what_is_no_package_is_said_to_be_none(data: bytes) -> None:
    assert [f.code for f in verify_package(data)] == ["not-a-package"]


def test_a_truncated_file_is_reported_and_not_raised() -> None:
    data = bytearray(good_file())
    middle = len(data) // 2
    data[middle : middle + 40] = bytes(40)
    assert verify_package(bytes(data))


def test_every_code_is_planted() -> None:
    """Whoever adds a check plants its defect."""
    folder = Path(deckwright.verify.__file__).parent
    code = re.compile(r'Problem\(\s*"([a-z-]+)"')
    codes = {found for file in folder.glob("*.py") for found in code.findall(file.read_text("utf-8"))}
    planted = {code for code, _, _ in DEFECTS} | {"not-a-package", "uneven-dates"}
    assert codes == planted == set(CODES)
    assert len(planted) >= 40


@pytest.mark.parametrize(
    ("code", "part", "element"),
    [
        ("no-alt-text", "/ppt/slides/slide3.xml", "'Picture 3' (id 4)"),
        ("ragged-table", "/ppt/slides/slide3.xml", "'Table 2' (id 3): a:graphic/a:graphicData/a:tbl/a:tr/a:tc[2]"),
        ("loose-connector", "/ppt/slides/slide2.xml", "'Line 4' (id 5): p:nvCxnSpPr/p:cNvCxnSpPr/a:stCxn"),
        ("not-a-number", "/ppt/charts/chart1.xml", "…/c:ser/c:val/c:numRef/c:numCache/c:pt/c:v"),
    ],
)
def test_a_finding_says_where_it_is(code: str, part: str, element: str) -> None:
    defect = next(defect for name, _, defect in DEFECTS if name == code)
    found = next(finding for finding in verify_package(zipped(defect(members()))) if finding.code == code)
    assert (found.part, found.element) == (part, element)


def test_files_are_noted_wherever_write_comes_from() -> None:
    """conftest stands in for `write` before anyone imports it."""
    assert write is deckwright.write.write is deckwright.write.presentation.write
    assert hasattr(write, "__wrapped__")


def test_a_faulty_file_fails_the_test_that_wrote_it() -> None:
    broken = zipped(changed(SLIDES[1], "<a:t>First</a:t>", "<a:t> </a:t>")(members()))
    with pytest.raises(pytest.fail.Exception, match="no-title"):
        conftest.check([("a file", broken)])


def test_the_schema_validator_judges_files_and_their_workbooks() -> None:
    slide = zipped(changed(SLIDES[1], "<p:cSld", '<p:cSld nonsense="1"')(members()))
    assert [fault[:19] for fault in conftest.faults(slide)] == ["openxml-audit.pptx "]
    book = zipped(in_workbook("xl/styles.xml", "<fonts ", "<nonsense/><fonts ")(members()))
    assert [fault[:19] for fault in conftest.faults(book)] == ["openxml-audit.xlsx "]
