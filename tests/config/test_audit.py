"""The audit trail: chained, appended to and nothing else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from config.accounts.models import User
from config.audit.actions import Change, differences, record, record_many, snapshot
from config.audit.chain import START, Entry, digest, first_break
from config.audit.models import AuditEvent
from config.audit.queries import first_broken_event
from config.audit.words import action_word, changed_fields, value_word


def entry(label: str) -> Entry:
    return Entry("2028-07-01T00:00:00+00:00", 1, "An", "user.add", "accounts.user", "1", label, None, {}, {}, "")


def chain(*labels: str) -> list[tuple[int, Entry, str]]:
    rows, previous = [], START
    for number, label in enumerate(labels, start=1):
        previous = digest(previous, entry(label))
        rows.append((number, entry(label), previous))
    return rows


def append(by: User | None, obj: User, *, count: int = 3) -> None:
    changes = [Change("user.change", obj, {"full_name": f"{n}"}, {"full_name": f"{n + 1}"}) for n in range(count)]
    with transaction.atomic():
        record_many(by=by, changes=changes, reason="Thử")


def write_past_the_trigger(sql: str) -> None:
    """What somebody with full power over the database could do."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER audit_append_only")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER audit_append_only")


def test_a_whole_chain_holds() -> None:
    assert first_break(chain("a", "b", "c")) is None
    assert first_break([]) is None


def test_a_changed_row_breaks_the_chain_at_itself() -> None:
    rows = chain("a", "b", "c")
    rows[1] = (2, entry("x"), rows[1][2])
    assert first_break(rows) == 2


def test_a_row_left_out_breaks_the_chain_behind_it() -> None:
    rows = chain("a", "b", "c")
    assert first_break([rows[0], rows[2]]) == 3


def test_the_first_row_cannot_be_left_out() -> None:
    assert first_break(chain("a", "b")[1:]) == 2


@pytest.mark.django_db
def test_what_is_recorded_chains_up_as_stored(an: User) -> None:
    append(an, an)
    append(None, an)
    assert AuditEvent.objects.count() == 6
    assert first_broken_event() is None


@pytest.mark.django_db
def test_an_event_says_who_what_and_why(an: User, ha: User) -> None:
    record(by=an, action="user.change", obj=ha, before={"is_active": True}, after={"is_active": False}, reason="Nghỉ")
    event = AuditEvent.objects.get()
    assert (event.actor_id, event.actor, event.reason) == (an.pk, "Nguyễn Thị An (an)", "Nghỉ")
    assert (event.object_type, event.object_id, event.label) == ("accounts.user", str(ha.pk), "Đặng Thu Hà (ha)")
    assert (event.before, event.after) == ({"is_active": True}, {"is_active": False})


@pytest.mark.django_db
def test_a_command_has_no_account(an: User) -> None:
    append(None, an, count=1)
    assert AuditEvent.objects.values_list("actor_id", "actor").get() == (None, "Dòng lệnh")


@pytest.mark.django_db(transaction=True)
def test_recording_needs_a_transaction(an: User) -> None:
    with pytest.raises(AssertionError, match="transaction"):
        record(by=an, action="user.change", obj=an)


@pytest.mark.django_db(transaction=True)
def test_events_go_with_the_action_that_fails(an: User) -> None:
    with transaction.atomic():
        record(by=an, action="user.change", obj=an)
        transaction.set_rollback(True)
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_many_events_take_a_fixed_number_of_queries(an: User, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(3):  # type: ignore[operator]
        record_many(by=an, changes=[Change("user.change", an) for _ in range(500)])


@pytest.mark.django_db
def test_the_database_refuses_to_change_an_event(an: User) -> None:
    append(an, an)
    with pytest.raises(IntegrityError, match="append-only: UPDATE"), transaction.atomic():
        AuditEvent.objects.update(label="x")
    with pytest.raises(IntegrityError, match="append-only: DELETE"), transaction.atomic():
        AuditEvent.objects.all().delete()
    assert AuditEvent.objects.count() == 3


@pytest.mark.django_db
def test_a_change_past_the_trigger_is_found(an: User) -> None:
    append(an, an)
    second = AuditEvent.objects.order_by("pk")[1].pk
    write_past_the_trigger(f"UPDATE audit_auditevent SET reason = 'khác' WHERE id = {second}")
    assert first_broken_event() == second


@pytest.mark.django_db
def test_a_deletion_past_the_trigger_is_found(an: User) -> None:
    append(an, an)
    _, second, third = AuditEvent.objects.order_by("pk").values_list("pk", flat=True)
    write_past_the_trigger(f"DELETE FROM audit_auditevent WHERE id = {second}")
    assert first_broken_event() == third


@pytest.mark.django_db
def test_snapshots_are_json_and_differences_are_short(an: User) -> None:
    before = snapshot(an, ["username", "date_joined", "is_active"])
    assert before["date_joined"] == an.date_joined.isoformat()
    an.date_joined += timedelta(days=1)
    after = snapshot(an, ["username", "date_joined", "is_active"])
    assert differences(before, after) == (
        {"date_joined": before["date_joined"]},
        {"date_joined": after["date_joined"]},
    )


def test_an_unnamed_action_is_shown_as_it_is() -> None:
    assert action_word("user.add") == "Tạo tài khoản"
    assert action_word("moon.land") == "moon.land"


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (None, ""),
        ("", ""),
        (True, "có"),
        (False, "không"),
        (0, "0"),
        ("An", "An"),
        ("2028-07-01", "01/07/2028"),
        ("2028-13-01", "2028-13-01"),
        ("2028-07-01T01:30:00+00:00", "08:30 01/07/2028"),
        (["An", True], "An, có"),
        ({"cao": 46, "thấp": 1}, "cao: 46; thấp: 1"),
    ],
)
def test_values_are_worded(value: object, word: str) -> None:
    assert value_word(value) == word


def test_fields_have_the_names_of_forms_even_when_their_model_is_gone() -> None:
    event = AuditEvent(object_type="accounts.user", before={"full_name": "A"}, after={"full_name": "B", "gone": 1})
    assert [(f.name, f.before, f.after) for f in changed_fields(event)] == [("Họ và tên", "A", "B"), ("gone", "", "1")]
    event.object_type = "old.thing"
    assert [f.name for f in changed_fields(event)] == ["full_name", "gone"]
