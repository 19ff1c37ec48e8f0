"""HTML to PDF. Nothing is fetched but the shipped styles and fonts; the same page gives the same bytes."""

import hashlib
import logging
from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pypdfium2
from django.conf import settings
from django.template.loader import render_to_string
from pypdf import PdfReader, PdfWriter
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
STATIC = Path(settings.BASE_DIR) / "static"
VARIANT = "pdf/ua-1"
PICTURE = "data:image/png;base64,"


class ShippedFiles(URLFetcher):  # type: ignore[misc]
    """Answers with files below static/ and with pictures that the page itself holds; stops at every other address."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        if url.startswith(PICTURE):
            return URLFetcherResponse(url, b64decode(url.removeprefix(PICTURE)), {"Content-Type": "image/png"})
        parts = urlsplit(url)
        path = Path(url2pathname(parts.path)).resolve()
        if parts.scheme != "file" or parts.netloc or not path.is_relative_to(STATIC.resolve()):
            raise FatalURLFetchingError(f"a paper asked for {url}")
        kind = "text/css" if path.suffix == ".css" else "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


def render_pdf(template: str, context: dict[str, object], *, is_tagged: bool = True) -> bytes:
    """The template as a PDF, tagged for screen readers; addresses in it are relative to static/."""
    text = render_to_string(template, context)
    page = HTML(string=text, base_url=f"{STATIC.as_uri()}/", url_fetcher=ShippedFiles())
    identifier = hashlib.sha256(text.encode()).digest()[:16]
    pdf: bytes = page.write_pdf(pdf_identifier=identifier, pdf_variant=VARIANT if is_tagged else None)
    return pdf


def render_together(
    template: str, contexts: Sequence[dict[str, object]], report: Callable[[int], None] = lambda _done: None
) -> bytes:
    """A paper for each context, one after the other in one file, each with its own page numbers; `report` is told how
    many are set."""
    texts = [render_to_string(template, context) for context in contexts]
    fonts = FontConfiguration()
    papers = []
    for done, text in enumerate(texts):
        report(done)
        page = HTML(string=text, base_url=f"{STATIC.as_uri()}/", url_fetcher=ShippedFiles())
        papers.append(page.render(font_config=fonts, pdf_variant=VARIANT))
    report(len(texts))
    identifier = hashlib.sha256("".join(texts).encode()).digest()[:16]
    pages = [page for paper in papers for page in paper.pages]
    pdf: bytes = papers[0].copy(pages).write_pdf(pdf_identifier=identifier, pdf_variant=VARIANT)
    return pdf


def page_count(pdf: bytes) -> int:
    return len(PdfReader(BytesIO(pdf)).pages)


def joined(parts: Sequence[bytes]) -> bytes:
    """The pages of the parts, one after the other, with the title of the first; tags of the parts get lost."""
    writer = PdfWriter()
    for part in parts:
        writer.append(BytesIO(part), import_outline=False)
    metadata = PdfReader(BytesIO(parts[0])).metadata
    writer.add_metadata({name: str(value) for name, value in (metadata or {}).items()})
    writer.compress_identical_objects()
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@dataclass(frozen=True)
class Bound:
    """A part of a bound file: its pages `times` over, and what it is called in the outline."""

    title: str
    pdf: bytes
    times: int = 1


def bound(parts: Sequence[Bound]) -> bytes:
    """The parts one after the other, each in the outline; what is drawn on repeated pages is in the file once."""
    writer = PdfWriter()
    for part in parts:
        first = len(writer.pages)
        writer.append(BytesIO(part.pdf), import_outline=False)
        once = writer.pages[first:]
        for _ in range(part.times - 1):
            for page in once:
                writer.add_page(page)
        writer.add_outline_item(title=part.title, page_number=first)
    metadata = PdfReader(BytesIO(parts[0].pdf)).metadata
    writer.add_metadata({name: str(value) for name, value in (metadata or {}).items()})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(pdf: bytes, dpi: int) -> bytes:
    """The first page as a PNG."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        image = document[0].render(scale=dpi / 72).to_pil()
    finally:
        document.close()
    out = BytesIO()
    image.save(out, format="PNG")
    return out.getvalue()
