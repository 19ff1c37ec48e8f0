"""Where somebody's role applies."""

import pytest
from django.core.exceptions import PermissionDenied

from config.accounts.models import User
from config.accounts.permissions import Permission
from officials.models import Official, OrganisationUnit
from officials.permissions import officials_within, require_for_official, scope, within
from tests.conftest import MakeUnit
from tests.officials.factories import hold

pytestmark = pytest.mark.django_db


def test_a_role_without_a_unit_is_everywhere(an: User) -> None:
    assert scope(an, Permission.EDIT_OFFICIALS) is None


def test_a_role_covers_the_whole_subtree(binh: User, commune: OrganisationUnit, make_unit: MakeUnit) -> None:
    below = make_unit("B", parent=make_unit("A", parent=commune))
    assert binh.has_perm(Permission.EDIT_OFFICIALS, below)


def test_a_role_stops_at_its_subtree(binh: User, make_unit: MakeUnit) -> None:
    assert not binh.has_perm(Permission.EDIT_OFFICIALS, make_unit("X"))


def test_an_auditor_looks_and_does_not_touch(giang: User) -> None:
    assert giang.has_perm(Permission.VIEW_OFFICIALS)
    assert not giang.has_perm(Permission.EDIT_OFFICIALS)


def test_a_stranger_has_nothing(ha: User) -> None:
    assert scope(ha, Permission.VIEW_OFFICIALS) == frozenset()


def test_a_superuser_has_no_role_by_that(db: None) -> None:
    assert not User.objects.create_superuser("quantri", "x").has_perm(Permission.VIEW_OFFICIALS)


def test_rows_within_the_scope(binh: User, commune: OrganisationUnit, make_unit: MakeUnit) -> None:
    make_unit("X")
    assert list(within(OrganisationUnit.objects.all(), binh, Permission.VIEW_OFFICIALS, "pk")) == [commune]


def test_officials_are_seen_by_their_posts(binh: User, commune: OrganisationUnit, make_unit: MakeUnit) -> None:
    mine = hold("A1", commune)
    hold("A2", make_unit("X"))
    assert list(officials_within(binh, Permission.VIEW_OFFICIALS)) == [mine]


def test_somebody_elses_official_may_not_be_edited(binh: User, make_unit: MakeUnit) -> None:
    official: Official = hold("A2", make_unit("X"))
    with pytest.raises(PermissionDenied, match="phạm vi"):
        require_for_official(binh, Permission.EDIT_OFFICIALS, official)


def test_all_questions_of_a_request_take_one_query(an: User, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        for permission in Permission:
            an.has_perm(permission)
