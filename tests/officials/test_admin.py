"""What an administrator cannot do to the register, and what is tidied on the way."""

import pytest
from django.test import Client
from django.urls import reverse

from config.accounts.models import User
from officials.models import Assignment, Official, OrganisationUnit
from tests.conftest import PASSWORD, MakeUnit

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client: Client) -> User:
    user = User.objects.create_superuser("quantri", PASSWORD, full_name="Quản Trị")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


@pytest.mark.usefixtures("boss")
def test_a_unit_does_not_take_those_below_along(client: Client, make_unit: MakeUnit) -> None:
    above = make_unit("CHA")
    below = make_unit("CON", parent=above)
    for path, fields in [
        (reverse("admin:officials_organisationunit_delete", args=[above.pk]), {"post": "yes"}),
        (
            reverse("admin:officials_organisationunit_changelist"),
            {"action": "delete_selected", "_selected_action": above.pk, "post": "yes"},
        ),
    ]:
        client.post(path, fields)
        assert OrganisationUnit.objects.filter(pk__in=[above.pk, below.pk]).count() == 2
    client.post(reverse("admin:officials_organisationunit_delete", args=[below.pk]), {"post": "yes"})
    client.post(reverse("admin:officials_organisationunit_delete", args=[above.pk]), {"post": "yes"})
    assert not OrganisationUnit.objects.exists()


def test_an_administrator_gives_no_role_to_themselves(client: Client, boss: User, ha: User) -> None:
    path = reverse("admin:officials_assignment_add")
    page = client.post(path, {"user": boss.pk, "role": "board_head", "unit": ""})
    assert "Không tự phân công cho chính mình" in page.content.decode()
    client.post(path, {"user": ha.pk, "role": "board_head", "unit": ""})
    assert [given.user for given in Assignment.objects.all()] == [ha]


@pytest.mark.usefixtures("boss")
def test_names_are_tidied_here_too(client: Client) -> None:
    client.post(reverse("admin:officials_official_add"), {"code": " A1", "full_name": "\u202ele\u0302  AN\x01"})
    assert list(Official.objects.values_list("code", "full_name")) == [("A1", "lê AN")]
