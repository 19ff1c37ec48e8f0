"""Files that are handed in are opened elsewhere, made into what is kept, or refused with a sentence."""

import io

import pytest
from PIL import Image

from config import file_reader, files
from config.errors import Refused
from config.files import LIMIT_MB, MEGABYTE, pages_of_pdf, small_jpeg
from tests.handed_in import HTML, SVG, located_picture, noise, pdf, picture, picture_bomb

SIZE = (180, 240)
MOST = 12_000


def made(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(small_jpeg(content, *SIZE, MOST)))


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA", "1", "LA", "I;16", "CMYK"])
def test_every_kind_of_picture_becomes_one_small_jpeg(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    if mode == "I;16":
        out = io.BytesIO()
        Image.new("I;16", (600, 900), 40_000).save(out, kind)
        content = out.getvalue()
    else:
        content = picture(kind=kind, mode=mode)
    small = made(content)
    assert (small.format, small.mode, small.size) == ("JPEG", "RGB", SIZE)


def test_it_is_cut_where_no_face_is() -> None:
    tall = made(picture(600, 1600))  # red above, blue below: more of what is above stays
    assert tall.getpixel((90, 10))[0] > 200  # type: ignore[index]
    assert tall.getpixel((90, 230))[2] > 200  # type: ignore[index]
    wide = made(picture(1600, 600))
    assert (wide.getpixel((2, 60))[0], wide.getpixel((177, 180))[2]) > (200, 200)  # type: ignore[index]


def test_nothing_but_the_picture_is_kept_and_it_stands_upright() -> None:
    content = small_jpeg(located_picture(), *SIZE, MOST)
    assert b"Secret" not in content
    assert b"Exif" not in content
    upright = Image.open(io.BytesIO(content))
    assert (upright.getpixel((170, 120))[0], upright.getpixel((10, 120))[2]) > (200, 200)  # type: ignore[index]


def test_it_is_never_larger_than_asked() -> None:
    assert len(small_jpeg(noise(), *SIZE, MOST)) <= MOST


def test_a_large_photo_of_a_phone_is_taken() -> None:
    assert made(picture(6000, 8000)).size == SIZE


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "rỗng"),
        (SVG, "không phải là ảnh"),
        (HTML, "không phải là ảnh"),
        (b"GIF89a" + bytes(50), "không phải là ảnh"),
        (b"\xff\xd8\xff" + HTML, "bị hỏng"),
        (picture(kind="PNG")[:300], "bị hỏng"),
        (picture()[:2000], "bị hỏng"),
        (picture_bomb(), "quá lớn"),
        (picture_bomb(7000), "bị hỏng"),
        (picture(20, 30), "quá nhỏ"),
        (bytes(LIMIT_MB * MEGABYTE + 1), "nặng quá"),
    ],
)
def test_hostile_pictures_are_refused(content: bytes, word: str) -> None:
    with pytest.raises(Refused, match=word):
        small_jpeg(content, *SIZE, MOST)


def test_pages_of_a_pdf_are_counted() -> None:
    assert pages_of_pdf(pdf(3)) == 3


def test_what_a_pdf_holds_packed_is_not_unpacked() -> None:
    assert pages_of_pdf(pdf(1, filled=200_000_000)) == 1


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "rỗng"),
        (SVG, "không phải là PDF"),
        (HTML, "không phải là PDF"),
        (picture(), "không phải là PDF"),
        (b"%PDF-1.7\n" + HTML, "bị hỏng"),
        (b"%PDF-1.7\n" + HTML + b"\n%%EOF", "bị hỏng"),
        (pdf()[:-30], "bị hỏng"),
        (pdf(password="mat-khau"), "mật khẩu"),
        (pdf(file_reader.MOST_PAGES + 1), "không quá 200 trang"),
        (pdf() + bytes(LIMIT_MB * MEGABYTE), "nặng quá"),
    ],
)
def test_hostile_pdfs_are_refused(content: bytes, word: str) -> None:
    with pytest.raises(Refused, match=word):
        pages_of_pdf(content)


def test_what_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PATIENCE", 0.001)
    with pytest.raises(Refused, match="trang"):
        pages_of_pdf(pdf())
