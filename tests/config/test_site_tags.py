"""What every template may use, and the pages around all others."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory

from config.accounts.models import User
from config.templatetags import site


def rendered(text: str, user: object = None, path: str = "/", **values: object) -> str:
    request = RequestFactory().get(path)
    request.user = user  # type: ignore[assignment]
    return Template("{% load site %}" + text).render(Context({"request": request, "user": user, **values}))


def test_dates() -> None:
    assert site.vn_date(date(2028, 7, 1)) == "01/07/2028"
    assert site.vn_date(datetime(2028, 6, 30, 18, 0, tzinfo=UTC)) == "01/07/2028"
    assert site.vn_datetime(datetime(2028, 6, 30, 18, 5, tzinfo=UTC)) == "01:05 01/07/2028"
    assert (site.vn_date(None), site.vn_datetime(None)) == ("", "")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Decimal("53.19"), "53,19"), (1246, "1.246"), (0, "0"), (2.5, "2,5"), (Decimal("100.00"), "100,00"), (None, "–")],
)
def test_numbers(value: Decimal | float | None, shown: str) -> None:
    assert site.decimal_comma(value) == shown
    assert site.percent(value) == (shown if value is None else f"{shown}\u00a0%")


def test_waiting_is_rounded_up() -> None:
    assert site.minutes(timedelta(minutes=14, seconds=1)) == 15


def test_an_icon_is_decoration() -> None:
    assert rendered('{% icon "people" "icon-lg" %}') == (
        '<svg class="icon icon-lg" aria-hidden="true"><use href="/static/icons/sprite.svg#people"/></svg>'
    )


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    import re

    sprite = (settings.BASE_DIR / "static/icons/sprite.svg").read_text()
    there = set(re.findall(r'id="([^"]+)"', sprite))
    texts = [path.read_text() for path in Path(settings.BASE_DIR / "templates").rglob("*.html")]
    named = {name for text in texts for name in re.findall(r'{% icon "([^"]+)"', text)}
    named |= {name for text in texts for name in re.findall(r'\bicon="([^"]+)"', text)}
    named |= {entry.icon for entries in site.ENTRIES.values() for entry in entries}
    assert named - there == set()


def test_no_template_has_inline_style_or_script() -> None:
    import re

    pages = (path for path in Path(settings.BASE_DIR / "templates").rglob("*.html") if "print" not in path.parts)
    for path in pages:  # papers are no pages: no browser opens them
        text = path.read_text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", text), path


def test_a_badge_tells_its_kind_and_escapes_its_words() -> None:
    assert site.state_badge("sealed", "Đã <b>") == '<span class="badge state state-good">Đã &lt;b&gt;</span>'
    assert site.state_badge("nobody-knows", "Mới") == '<span class="badge state">Mới</span>'


def test_navigation_shows_what_the_person_may_see(an: User, giang: User, ha: User) -> None:
    shown = {user.username: rendered("{% navigation %}", user) for user in (an, giang, ha)}
    assert "Nhập danh sách" in shown["an"]
    assert "Nhật ký" not in shown["an"]
    assert "Nhật ký" in shown["giang"]
    assert "Nhập danh sách" not in shown["giang"]
    assert "Danh sách cán bộ" not in shown["ha"]
    assert "Việc đang chạy" in shown["ha"]
    assert not any("Quản trị" in text for text in shown.values())


def test_navigation_of_an_administrator(db: None) -> None:
    boss = User.objects.create_superuser("quantri", "x", full_name="Quản Trị")
    shown = rendered("{% navigation %}", boss)
    assert 'href="/admin/"' in shown
    assert "Đợt lấy phiếu" not in shown


@pytest.mark.parametrize(("path", "marked"), [("/", "/"), ("/nhat-ky/", "/nhat-ky/"), ("/cong-viec/1/", "/cong-viec/")])
def test_navigation_marks_where_one_is(giang: User, path: str, marked: str) -> None:
    shown = rendered("{% navigation %}", giang, path)
    assert shown.count("aria-current") == 1
    assert f'href="{marked}" aria-current="page"' in shown


def test_roles_are_told(an: User, binh: User, ha: User) -> None:
    text = "{% user_roles as roles %}{{ roles|join:'; ' }}"
    assert rendered(text, an) == "Cán bộ tổ chức"
    assert rendered(text, binh).startswith("Cán bộ tổ chức, ")
    assert rendered(text, ha) == ""


def test_the_address_of_the_same_page_keeps_the_rest() -> None:
    text = '{% same_page "sort" "-name" without="page" %}'
    assert rendered(text, path="/can-bo/?q=an&page=3") == "/can-bo/?q=an&amp;sort=-name"


def test_pages_are_elided() -> None:
    numbers = site.elided_pages(Paginator(range(1000), 10).page(50))
    assert numbers == [1, None, 48, 49, 50, 51, 52, None, 100]


def test_steps_say_their_state_in_words_too() -> None:
    steps = [{"label": "Phiếu", "state": "done", "url": "/x/"}, {"label": "Kiểm phiếu", "state": "current"}]
    text = render_to_string("components/steps.html", {"steps": steps})
    assert "Đã xong." in text
    assert text.count('aria-current="step"') == 1


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html"])
def test_pages_for_when_all_is_broken_need_nothing(name: str) -> None:
    assert '<html lang="vi">' in get_template(name).render()


def test_a_missing_page(client: Client, an: User) -> None:
    client.force_login(an, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get("/khong-co-trang-nay/")
    assert response.status_code == 404
    assert "Không có trang này" in response.content.decode()


def test_a_form_without_its_token(an: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/tai-khoan/dang-nhap/", {"username": "an"})
    assert response.status_code == 403
    assert "tải lại trang rồi gửi lại" in response.content.decode()
