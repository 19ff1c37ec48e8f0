"""Pages of officials and units, each tried by somebody who must not see it."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from officials.actions.officials import create_official, start_appointment
from officials.actions.units import create_unit
from officials.models import Appointment, Official, OrganisationUnit
from tests.conftest import MakeUnit
from tests.officials.factories import hold, make_title

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def office(make_unit: MakeUnit) -> OrganisationUnit:
    return make_unit("S01", name="Sở Nội vụ")


def names(page: Any) -> list[str]:
    return [row.record.full_name for row in page.context["table"].paginated_rows]


class TestTheList:
    def test_sorts_by_given_name_in_vietnamese_order(
        self, an: User, signed_in: SignIn, office: OrganisationUnit
    ) -> None:
        for code, name in enumerate(["Lê Đào", "Trần Ấn", "Lê Dung", "Phạm Ân", "Lê An"]):
            hold(str(code), office, name=name)
        page = signed_in(an).get(reverse("official-list"))
        assert names(page) == ["Lê An", "Phạm Ân", "Trần Ấn", "Lê Dung", "Lê Đào"]

    @pytest.mark.parametrize("text", ["nguyen van an", "NGUYỄN", "van  an", "a1"])
    def test_finds_without_diacritics(self, an: User, signed_in: SignIn, office: OrganisationUnit, text: str) -> None:
        hold("A1", office, name="Nguyễn Văn Ẩn")
        hold("B2", office, name="Lê Bình")
        assert names(signed_in(an).get(reverse("official-list"), {"q": text})) == ["Nguyễn Văn Ẩn"]

    @pytest.mark.parametrize("text", ["UB", "ub", "uy ban"])
    def test_filters_by_a_unit_with_what_is_below(
        self, an: User, signed_in: SignIn, make_unit: MakeUnit, text: str
    ) -> None:
        hold("A1", make_unit("S9", parent=make_unit("UB", name="Ủy ban nhân dân")))
        hold("A2", make_unit("X", name="Nơi khác"), name="Lê Bình")
        assert names(signed_in(an).get(reverse("official-list"), {"unit": text})) == ["Lê An"]

    def test_filters_by_title(self, an: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        hold("A1", office, "Giám đốc")
        hold("A2", office, "Chuyên viên", name="Lê Bình")
        assert names(signed_in(an).get(reverse("official-list"), {"title": "giam doc"})) == ["Lê An"]

    @pytest.mark.parametrize(
        ("state", "found"), [("current", "Lê Đang"), ("former", "Lê Thôi"), ("retiring", "Lê Đang"), ("ill", "Lê Thôi")]
    )
    def test_filters_by_state(
        self, an: User, signed_in: SignIn, office: OrganisationUnit, state: str, found: str
    ) -> None:
        hold("A1", office, name="Lê Đang")
        hold("A2", office, name="Lê Thôi", ended_on=date(2025, 1, 1))
        Official.objects.filter(code="A1").update(retirement_notice_on=date(2028, 1, 1))
        Official.objects.filter(code="A2").update(illness_from=date(2028, 1, 1))
        assert names(signed_in(an).get(reverse("official-list"), {"state": state})) == [found]

    @pytest.mark.parametrize("sort", ["full_name", "-full_name", "code", "-code", "born", "-born"])
    def test_every_column_sorts(self, an: User, signed_in: SignIn, office: OrganisationUnit, sort: str) -> None:
        hold("A1", office)
        assert signed_in(an).get(reverse("official-list"), {"sort": sort}).status_code == 200

    def test_takes_six_queries_however_many(self, an: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        for code in range(60):
            hold(str(code), office)
        client = signed_in(an)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("official-list"))
        assert len(queries) <= 6

    def test_shows_an_organiser_of_a_commune_its_own(
        self, binh: User, signed_in: SignIn, commune: OrganisationUnit, office: OrganisationUnit
    ) -> None:
        hold("A1", commune, name="Lê Xã")
        hold("A2", office, name="Lê Sở")
        assert names(signed_in(binh).get(reverse("official-list"))) == ["Lê Xã"]

    def test_is_closed_to_strangers(self, ha: User, signed_in: SignIn) -> None:
        assert signed_in(ha).get(reverse("official-list")).status_code == 403

    def test_exports_what_is_filtered_with_text_as_text(
        self, an: User, signed_in: SignIn, office: OrganisationUnit
    ) -> None:
        hold("A1", office, name="=1+1 An")
        hold("A2", office, name="Lê Bình")
        page = signed_in(an).get(reverse("official-list"), {"q": "an", "format": "xlsx"})
        cells = [list(row) for row in load_workbook(io.BytesIO(page.content)).active.iter_rows(min_row=2)]
        assert [(row[1].value, row[1].data_type) for row in cells] == [("=1+1 An", "s")]


class TestAnOfficial:
    def test_shows_posts_and_their_line(self, an: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        official = hold("A1", office)
        page = signed_in(an).get(reverse("official-detail", args=[official.pk])).content.decode()
        assert "Trưởng, Sở Nội vụ" in page
        assert "<rect" in page
        assert "style=" not in page

    def test_shows_who_changed_what(self, an: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        official = hold("A1", office)
        client = signed_in(an)
        client.post(reverse("official-edit", args=[official.pk]), {"code": "A1", "full_name": "Lê Ân"})
        page = client.get(reverse("official-detail", args=[official.pk]))
        change = page.context["history"][0]
        assert (change.who, change.lines) == (
            an.full_name,
            [{"name": "Họ và tên", "before": "Lê An", "after": "Lê Ân"}],
        )

    def test_is_hidden_from_another_commune(self, binh: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        official = hold("A1", office)
        assert signed_in(binh).get(reverse("official-detail", args=[official.pk])).status_code == 404

    def test_an_auditor_sees_no_buttons(self, giang: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        official = hold("A1", office)
        page = signed_in(giang).get(reverse("official-detail", args=[official.pk])).content.decode()
        assert reverse("official-edit", args=[official.pk]) not in page

    def test_an_auditor_may_not_edit(self, giang: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        official = hold("A1", office)
        assert signed_in(giang).post(reverse("official-edit", args=[official.pk]), {}).status_code == 403


NEW = {
    "code": "A9",
    "full_name": "  TRẦN  THỊ Ý ",
    "sex": "female",
    "born_on": "1980-05-06",
    "unit_code": "s01",
    "title_name": "truong phong",
    "means": "appointed",
    "started_on": "2026-01-02",
    "decision": "1-QĐ",
}


class TestAdding:
    def test_an_official_comes_with_a_post(self, an: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        make_title("Trưởng phòng", "department")
        signed_in(an).post(reverse("official-add"), NEW)
        official = Official.objects.get(code="A9")
        assert (official.full_name, official.born_year) == ("Trần Thị Ý", 1980)
        assert official.appointments.get().started_on == date(2026, 1, 2)

    def test_every_write_leaves_an_event(self, an: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        make_title("Trưởng phòng", "department")
        signed_in(an).post(reverse("official-add"), NEW)
        assert list(AuditEvent.objects.order_by("pk").values_list("action", "actor_id")) == [
            ("official.create", an.pk),
            ("appointment.create", an.pk),
        ]

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("unit_code", "KHONGCO", "Không có đơn vị"),
            ("title_name", "Vua", "không có chức danh"),
            ("started_on", "2026-02-31", "ngày"),
            ("started_on", "0202-01-02", "không hợp lý"),
            ("full_name", "", "bắt buộc"),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field(
        self, an: User, signed_in: SignIn, office: OrganisationUnit, field: str, value: str, said: str
    ) -> None:
        make_title("Trưởng phòng", "department")
        page = signed_in(an).post(reverse("official-add"), {**NEW, field: value})
        errors = {**page.context["person"].errors, **page.context["post"].errors}
        assert said in errors[field][0]

    def test_a_code_that_is_taken(self, an: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        hold("A9", office)
        page = signed_in(an).post(reverse("official-add"), NEW)
        assert page.context["person"].errors["code"] == ["Mã cán bộ này đã có."]

    def test_a_closed_unit_takes_nobody(self, an: User, signed_in: SignIn, make_unit: MakeUnit) -> None:
        make_unit("S01", valid_until=date(2025, 6, 30))
        page = signed_in(an).post(reverse("official-add"), NEW)
        assert "đã kết thúc" in page.context["post"].errors["unit_code"][0]

    def test_a_unit_of_others(self, binh: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        page = signed_in(binh).post(reverse("official-add"), NEW)
        assert "unit_code" in page.context["post"].errors

    def test_the_same_post_twice(self, an: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        official = hold("A1", office, "Trưởng phòng")
        page = signed_in(an).post(reverse("appointment-add", args=[official.pk]), NEW)
        assert page.context["form"].non_field_errors() == ["Cán bộ đang giữ chức vụ này ở đơn vị này rồi."]

    def test_a_further_post_stands_behind(self, an: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        official = hold("A1", office)
        make_title("Trưởng phòng", "department")
        signed_in(an).post(reverse("appointment-add", args=[official.pk]), NEW)
        assert list(official.appointments.values_list("position", flat=True)) == [1, 2]


class TestPosts:
    def test_a_post_is_corrected(self, an: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        post = hold("A1", office).appointments.get()
        data = {**NEW, "title_name": "Trưởng", "started_on": "2024-03-02"}
        signed_in(an).post(reverse("appointment-edit", args=[post.pk]), data)
        event = AuditEvent.objects.get(action="appointment.change")
        assert (event.before["started_on"], event.after["started_on"]) == ("2024-03-01", "2024-03-02")

    def test_a_post_ends_with_its_reason(self, an: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        post = hold("A1", office).appointments.get()
        data = {"ended_on": "2026-05-01", "reason": "nghỉ hưu"}
        signed_in(an).post(reverse("appointment-end", args=[post.pk]), data)
        assert Appointment.objects.get().ended_on == date(2026, 5, 1)
        assert AuditEvent.objects.get(action="appointment.end").reason == "nghỉ hưu"

    def test_a_post_does_not_end_before_it_began(self, an: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        post = hold("A1", office).appointments.get()
        data = {"ended_on": "2024-02-01", "reason": "x"}
        page = signed_in(an).post(reverse("appointment-end", args=[post.pk]), data)
        assert "01/03/2024" in page.context["form"].errors["ended_on"][0]

    def test_a_post_of_others(self, binh: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        post = hold("A1", office).appointments.get()
        assert signed_in(binh).get(reverse("appointment-end", args=[post.pk])).status_code == 403


UNIT = {
    "code": "N1",
    "name": "Mới",
    "kind": "department",
    "tier": "province",
    "letterhead": "state",
    "position": "5",
}


class TestUnits:
    def test_the_tree_nests_what_it_shows(self, an: User, signed_in: SignIn, make_unit: MakeUnit) -> None:
        top = make_unit("A", position=1)
        make_unit("C", parent=make_unit("B", parent=top))
        make_unit("D", position=2)
        branches = signed_in(an).get(reverse("unit-tree")).context["branches"]
        assert [(b.unit.code, b.below, len(b.closes)) for b in branches] == [
            ("A", 1, 0),
            ("B", 1, 0),
            ("C", 0, 2),
            ("D", 0, 0),
        ]

    def test_the_tree_counts_officials(self, an: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        hold("A1", office)
        hold("A2", office, ended_on=date(2025, 1, 1))
        assert signed_in(an).get(reverse("unit-tree")).context["branches"][0].officials == 1

    def test_units_are_found_without_diacritics(self, an: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        assert signed_in(an).get(reverse("unit-tree"), {"q": "so noi"}).context["found"] == [office]

    def test_the_tree_begins_where_the_scope_does(
        self, binh: User, signed_in: SignIn, commune: OrganisationUnit, office: OrganisationUnit
    ) -> None:
        commune.parent = office
        commune.save()
        branches = signed_in(binh).get(reverse("unit-tree")).context["branches"]
        assert [branch.unit for branch in branches] == [commune]

    def test_a_unit_shows_who_is_there(self, an: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        hold("A1", office)
        assert names(signed_in(an).get(reverse("unit-detail", args=[office.pk]))) == ["Lê An"]

    def test_a_unit_of_others_is_hidden(self, binh: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        assert signed_in(binh).get(reverse("unit-detail", args=[office.pk])).status_code == 404

    def test_a_unit_is_added_below_another(self, an: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        signed_in(an).post(reverse("unit-add"), {**UNIT, "parent_code": "S01"})
        assert OrganisationUnit.objects.get(code="N1").parent == office

    def test_a_unit_is_changed_with_an_event(self, an: User, signed_in: SignIn, office: OrganisationUnit) -> None:
        signed_in(an).post(reverse("unit-edit", args=[office.pk]), {**UNIT, "code": "S01"})
        assert AuditEvent.objects.get(action="unit.change").before["name"] == "Sở Nội vụ"

    def test_a_unit_does_not_move_below_itself(self, an: User, signed_in: SignIn, make_unit: MakeUnit) -> None:
        top = make_unit("A")
        make_unit("B", parent=top)
        page = signed_in(an).post(reverse("unit-edit", args=[top.pk]), {**UNIT, "code": "A", "parent_code": "B"})
        assert "trực thuộc chính" in page.context["form"].errors["parent_code"][0]

    def test_an_organiser_of_a_commune_adds_nothing_at_the_top(self, binh: User, signed_in: SignIn) -> None:
        page = signed_in(binh).post(reverse("unit-add"), UNIT)
        assert "parent_code" in page.context["form"].errors

    def test_an_organiser_of_a_commune_adds_nothing_below_others(
        self, binh: User, signed_in: SignIn, office: OrganisationUnit
    ) -> None:
        page = signed_in(binh).post(reverse("unit-add"), {**UNIT, "parent_code": "S01"})
        assert (page.status_code, OrganisationUnit.objects.filter(code="N1").exists()) == (403, False)


class TestAdmin:
    def test_a_write_in_django_admin_leaves_an_event(self, client: Client, office: OrganisationUnit) -> None:
        boss = User.objects.create_superuser("quantri", "x", full_name="Quản trị")
        client.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
        official = hold("A1", office)
        data = {"code": "A1", "full_name": "Lê Ân", "sex": "", "born_year": ""}
        client.post(reverse("admin:officials_official_change", args=[official.pk]), data)
        event = AuditEvent.objects.get(action="official.change")
        assert (event.actor_id, event.after["full_name"]) == (boss.pk, "Lê Ân")

    @pytest.mark.parametrize("model", ["organisationunit", "title", "official", "appointment", "assignment"])
    def test_lists_open_and_search(self, client: Client, office: OrganisationUnit, model: str) -> None:
        boss = User.objects.create_superuser("quantri", "x", full_name="Quản trị")
        client.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
        hold("A1", office)
        assert client.get(reverse(f"admin:officials_{model}_changelist"), {"q": "a"}).status_code == 200


class TestWhatNobodyWouldType:
    @pytest.mark.parametrize("length", ["-1", "0", "x", "100000"])
    def test_the_length_of_a_page_is_not_asked_for(
        self, an: User, signed_in: SignIn, office: OrganisationUnit, length: str
    ) -> None:
        for code in range(51):
            hold(str(code), office)
        page = signed_in(an).get(reverse("official-list"), {"per_page": length, "page": "x", "sort": "bogus"})
        assert len(names(page)) == 50

    @pytest.mark.parametrize("name", ["\u200b", "\x01", "\u202e\u202c"])
    def test_a_name_that_cannot_be_seen(self, an: User, signed_in: SignIn, office: OrganisationUnit, name: str) -> None:
        official = hold("A1", office, name="Lê An")
        page = signed_in(an).post(reverse("official-edit", args=[official.pk]), {"code": "A1", "full_name": name})
        assert "không nhìn thấy được" in page.content.decode()

    @pytest.mark.parametrize("field", ["born_on", "retirement_notice_on", "illness_from"])
    def test_a_year_of_another_age(self, an: User, signed_in: SignIn, office: OrganisationUnit, field: str) -> None:
        official = hold("A1", office, name="Lê An")
        fields = {"code": "A1", "full_name": "Lê An", field: "0197-05-01"}
        page = signed_in(an).post(reverse("official-edit", args=[official.pk]), fields)
        assert "Năm không hợp lý" in page.content.decode()

    def test_a_control_character_that_is_stored_does_not_stop_the_export(
        self, an: User, signed_in: SignIn, office: OrganisationUnit
    ) -> None:
        hold("A1", office, name="Lê\x01 An")
        assert signed_in(an).get(reverse("official-list"), {"format": "xlsx"}).status_code == 200


class TestAtTheSameMoment:
    """Somebody else stores the same between the check of the form and the writing."""

    def test_the_same_official(self, an: User, office: OrganisationUnit) -> None:
        hold("A1", office)
        twin = Official(code="A1", full_name="Lê An")
        post = Appointment(
            title=make_title("Giám đốc", office.kind), unit=office, means="appointed", started_on=date(2025, 7, 1)
        )
        with pytest.raises(Refused, match="vừa có người khác dùng"):
            create_official(by=an, official=twin, appointment=post, today=date(2026, 1, 1))

    def test_the_same_post(self, an: User, office: OrganisationUnit) -> None:
        held = hold("A1", office).appointments.get()
        twin = Appointment(
            official=held.official, title=held.title, unit=office, means="appointed", started_on=date(2025, 7, 1)
        )
        with pytest.raises(Refused, match="đang giữ chức vụ này"):
            start_appointment(by=an, appointment=twin, today=date(2026, 1, 1))

    def test_the_same_unit(self, an: User, office: OrganisationUnit) -> None:
        twin = OrganisationUnit(code=office.code, name="X", kind="department", tier="province", letterhead="state")
        with pytest.raises(Refused, match="vừa có người khác dùng"):
            create_unit(by=an, unit=twin)

    def test_the_page_says_so(
        self, an: User, signed_in: SignIn, office: OrganisationUnit, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        held = hold("A1", office).appointments.get()

        def refuse(**_: object) -> None:
            raise Refused("Đã có người làm trước.")

        for action in ("create_official", "change_official", "start_appointment", "change_appointment"):
            monkeypatch.setattr(f"officials.views.officials.{action}", refuse)
        monkeypatch.setattr("officials.views.officials.end_appointment", refuse)
        person = {"code": "A2", "full_name": "Lê Bình"}
        post = {"unit_code": "S01", "title_name": held.title.name, "means": "appointed", "started_on": "2025-07-01"}
        asked = [
            (reverse("official-add"), {**person, **post}),
            (reverse("official-edit", args=[held.official_id]), person),
            (reverse("appointment-edit", args=[held.pk]), post),
            (reverse("appointment-end", args=[held.pk]), {"ended_on": "2026-12-31", "reason": "Nghỉ hưu"}),
        ]
        for path, fields in asked:
            assert "Đã có người làm trước." in signed_in(an).post(path, fields).content.decode(), path
