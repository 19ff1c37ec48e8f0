"""What the templates of papers use."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from reports.rules.typesetting import capital_name, pieces

register = template.Library()
SPAN, END = SafeString('<span class="unbroken">'), SafeString("</span>")


@register.filter
def unbroken(text: str) -> SafeString:
    """The text with numbers kept on one line with the words they belong to; the characters stay as they are."""
    return _joined(pieces(text))


@register.filter
def unbroken_place(name: str) -> SafeString:
    """A unit's name in capitals that breaks before its place: "HỘI ĐỒNG NHÂN DÂN / TỈNH …"."""
    return _joined(capital_name(name))


def _joined(parts: Iterable[tuple[str, bool]]) -> SafeString:
    return format_html_join(
        "", "{}{}{}", ((SPAN if whole else "", text, END if whole else "") for text, whole in parts)
    )
