"""The addresses of officials, units and the roster import."""

from django.urls import path

from officials.views import memberships, officials, portraits, roster, units

urlpatterns = [
    path("can-bo/", officials.official_list, name="official-list"),
    path("can-bo/them/", officials.official_add, name="official-add"),
    path("can-bo/<int:pk>/", officials.official_detail, name="official-detail"),
    path("can-bo/<int:pk>/sua/", officials.official_edit, name="official-edit"),
    path("can-bo/<int:pk>/anh/", portraits.official_portrait, name="official-portrait"),
    path("can-bo/<int:pk>/anh/sua/", portraits.portrait_edit, name="portrait-edit"),
    path("can-bo/<int:pk>/them-chuc-vu/", officials.appointment_add, name="appointment-add"),
    path("can-bo/chuc-vu/<int:pk>/sua/", officials.appointment_edit, name="appointment-edit"),
    path("can-bo/chuc-vu/<int:pk>/thoi-giu/", officials.appointment_end, name="appointment-end"),
    path("don-vi/", units.unit_tree, name="unit-tree"),
    path("don-vi/them/", units.unit_add, name="unit-add"),
    path("don-vi/<int:pk>/", units.unit_detail, name="unit-detail"),
    path("don-vi/<int:pk>/sua/", units.unit_edit, name="unit-edit"),
    path("don-vi/<int:pk>/thanh-vien/", memberships.unit_members, name="unit-members"),
    path("don-vi/<int:pk>/thanh-vien/them/", memberships.member_add, name="member-add"),
    path("thanh-vien/<int:pk>/thoi/", memberships.member_end, name="member-end"),
    path("nhap-thanh-vien/", memberships.member_import, name="member-import"),
    path("nhap-thanh-vien/mau/", memberships.member_template, name="member-template"),
    path("nhap-thanh-vien/<uuid:pk>/", memberships.member_import_preview, name="member-import-preview"),
    path("nhap-thanh-vien/<uuid:pk>/bo/", memberships.member_import_give_up, name="member-import-give-up"),
    path("nhap-danh-sach/", roster.roster_import, name="roster-import"),
    path("nhap-danh-sach/<uuid:pk>/", roster.roster_import_preview, name="roster-import-preview"),
    path("nhap-danh-sach/<uuid:pk>/dong-sai/", roster.roster_import_faults, name="roster-import-faults"),
    path("nhap-danh-sach/<uuid:pk>/bo/", roster.roster_import_give_up, name="roster-import-give-up"),
    path("nhap-danh-sach/<uuid:pk>/xong/", roster.roster_import_done, name="roster-import-done"),
]
