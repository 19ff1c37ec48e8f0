"""Writing a roster into the database."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from officials.actions.roster import import_roster, plan_roster
from officials.models import Appointment, Official, OrganisationUnit, Title
from officials.rules.changes import digest_of
from tests.conftest import MakeUnit
from tests.officials.rosters import TRUTH, UNITS, an, as_day, read, sample

pytestmark = pytest.mark.django_db


def test_the_sample_is_stored_as_its_truth_says() -> None:
    import_roster(by=None, roster=sample(), skip_faulty=True)
    counts = [model.objects.count() for model in (OrganisationUnit, Title, Official, Appointment)]
    assert counts == [61, 15, 585, 716]


def test_people_are_stored_with_births_notices_and_illnesses() -> None:
    import_roster(by=None, roster=sample(), skip_faulty=True)
    for true in TRUTH["people"]:
        official = Official.objects.get(code=true["code"])
        assert (official.full_name, official.sex, official.born_year) == (
            true["name"],
            true["sex"],
            int(true["born"][:4]),
        )
        assert official.retirement_notice_on == as_day(true["retirement_notice"])
        assert official.illness_from == as_day(true["ill_from"])


def test_bulk_rows_have_their_keys() -> None:
    import_roster(by=None, roster=read(an(name="Nguyễn Văn Ấn")))
    assert Official.objects.search("nguyen an").get().sort_key.startswith("CR4 ")


def test_reading_twice_changes_nothing() -> None:
    import_roster(by=None, roster=sample(), skip_faulty=True)
    before = AuditEvent.objects.count()
    assert import_roster(by=None, roster=sample(), skip_faulty=True).is_empty
    assert AuditEvent.objects.count() == before


def test_a_changed_row_updates_and_leaves_its_history() -> None:
    import_roster(by=None, roster=read(an()))
    import_roster(by=None, roster=read(an(name="Lê Ân", started="5/4/2024")))
    official = Official.objects.get(code="A1")
    assert [row.full_name for row in official.history.all()] == ["Lê Ân", "Lê An"]
    assert official.appointments.get().started_on == date(2024, 4, 5)


def test_a_changed_name_is_found_and_sorted_anew() -> None:
    import_roster(by=None, roster=read(an()))
    import_roster(by=None, roster=read(an(name="Trần Yến")))
    assert Official.objects.search("tran yen").exists()


def test_a_changed_unit_and_title_update() -> None:
    import_roster(by=None, roster=read(an()))
    units = [["TU", "Tỉnh ủy Mới", "S01", "party_committee", "province"], UNITS[1]]
    import_roster(by=None, roster=read(an(), units=units, titles=[["Bí thư", "party_committee", "Đảng", "", 2]]))
    assert OrganisationUnit.objects.get(code="TU").parent == OrganisationUnit.objects.get(code="S01")
    assert Title.objects.get(name="Bí thư").is_leadership is False


def test_each_official_has_one_event_with_the_posts_in_it() -> None:
    import_roster(by=None, roster=read(an()))
    event = AuditEvent.objects.get(object_type="officials.official")
    assert (event.action, event.actor, event.after["appointments"][0]["unit"]) == ("official.create", "Dòng lệnh", "TU")


def test_the_event_of_a_change_holds_both_sides(an: User) -> None:
    from tests.officials.rosters import an as row

    import_roster(by=an, roster=read(row()))
    import_roster(by=an, roster=read(row(name="Lê Ân")))
    event = AuditEvent.objects.filter(action="official.change").get()
    assert (event.actor_id, event.before, event.after) == (an.pk, {"full_name": "Lê An"}, {"full_name": "Lê Ân"})


def test_a_faulty_row_stops_everything() -> None:
    with pytest.raises(Refused, match="1 dòng sai"):
        import_roster(by=None, roster=read(an(), an(code="A2", means="?")))
    assert not OrganisationUnit.objects.exists()


def test_faulty_rows_may_be_left_out() -> None:
    import_roster(by=None, roster=read(an(), an(code="A2", means="?")), skip_faulty=True)
    assert [official.code for official in Official.objects.all()] == ["A1"]


def test_a_faulty_row_does_not_change_anybody() -> None:
    import_roster(by=None, roster=read(an()))
    import_roster(by=None, roster=read(an(name="Lê Khác", means="?")), skip_faulty=True)
    assert Official.objects.get().full_name == "Lê An"


def test_superiors_may_stand_below_those_under_them() -> None:
    units = [["B", "Dưới", "TU", "department", "province"], *UNITS]
    import_roster(by=None, roster=read(an(), units=units))
    assert OrganisationUnit.objects.get(code="B").parent == OrganisationUnit.objects.get(code="TU")


def test_a_closed_unit_gets_no_new_post(make_unit: MakeUnit) -> None:
    make_unit("TU", "party_committee", valid_until=date(2020, 1, 1))
    with pytest.raises(Refused, match="đã kết thúc"):
        import_roster(by=None, roster=read(an()))


def test_data_that_moved_since_the_preview_is_not_written_over() -> None:
    expected = digest_of(plan_roster(by=None, roster=read(an()), skip_faulty=False))
    Title.objects.create(
        name="Bí thư", unit_kind="party_committee", regime="party", is_leadership=True, ballot_group="party"
    )
    with pytest.raises(Refused, match="đã thay đổi từ lúc xem trước"):
        import_roster(by=None, roster=read(an()), expected=expected)


def test_a_failure_in_the_middle_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_stage: str, done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_roster(by=None, roster=read(an()), progress=stop)
    assert not Official.objects.exists()


def test_somebody_without_the_permission(giang: User) -> None:
    with pytest.raises(PermissionDenied):
        import_roster(by=giang, roster=read(an()))


def test_an_organiser_of_a_commune_imports_nothing_of_others(binh: User) -> None:
    with pytest.raises(PermissionDenied, match="ngoài phạm vi"):
        import_roster(by=binh, roster=read(an()))


def test_an_organiser_of_a_commune_imports_its_own(binh: User, commune: OrganisationUnit) -> None:
    units = [[commune.code, commune.name, "", "party_committee", "commune"]]
    roster = read(["1.", None, f"{commune.code} - {commune.name}"], an(), units=units)
    OrganisationUnit.objects.update(position=1)
    Title.objects.create(
        name="Bí thư", unit_kind="party_committee", regime="party", is_leadership=True, ballot_group="party"
    )
    Title.objects.create(
        name="Giám đốc", unit_kind="department", regime="other", is_leadership=True, ballot_group="agency"
    )
    import_roster(by=binh, roster=roster, skip_faulty=True)
    assert Appointment.objects.get().unit == commune


@pytest.mark.parametrize("rows", [1, 700])
def test_the_plan_takes_the_same_number_of_queries_whatever_the_size(
    rows: int, django_assert_num_queries: object
) -> None:
    roster = sample()
    import_roster(by=None, roster=roster, skip_faulty=True)
    with django_assert_num_queries(6):  # type: ignore[operator]
        plan_roster(
            by=None,
            roster=read(
                *[an(code=f"A{n}") for n in range(rows)], units=[["TU", "T", "", "party_committee", "province"]]
            ),
            skip_faulty=True,
        )
