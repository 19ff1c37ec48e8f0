"""The addresses of campaigns and their sessions."""

from django.urls import URLPattern, path

from campaigns.views import (
    board,
    campaigns,
    cockpit,
    copying,
    decisions,
    dossiers,
    eligibility,
    lists,
    many_sessions,
    move_sessions,
    reminders,
    rule_sets,
    search,
    sessions,
    timetable,
    venues,
    voters,
)

SESSION = "dot/<slug:campaign>/hoi-nghi/<slug:code>/"

urlpatterns: list[URLPattern] = [
    path("quy-dinh/", rule_sets.rule_set_list, name="rule-set-list"),
    path("quy-dinh/<slug:code>/<int:version>/", rule_sets.rule_set_detail, name="rule-set-detail"),
    path(
        "quy-dinh/<slug:code>/<int:version>/phien-ban-moi/", rule_sets.rule_set_new_version, name="rule-set-new-version"
    ),
    path("dot/<slug:campaign>/giai-doan/<slug:kind>/quy-dinh/", rule_sets.phase_rule_set, name="phase-rule-set"),
    path("tim/", search.search_page, name="search"),
    path("dot/", campaigns.campaign_list, name="campaign-list"),
    path("mo-dot/", campaigns.campaign_create, name="campaign-create"),
    path("dot/<slug:code>/", campaigns.campaign_detail, name="campaign-detail"),
    path("dot/<slug:code>/sua/", campaigns.campaign_edit, name="campaign-edit"),
    path("dot/<slug:code>/xet/", campaigns.campaign_evaluate, name="campaign-evaluate"),
    path("dot/<slug:code>/chuyen-buoc/", campaigns.campaign_move, name="campaign-move"),
    path("dot/<slug:code>/nhac-ho-so/", reminders.reminder_list, name="reminder-list"),
    path("dot/<slug:code>/doi-tuong/", eligibility.eligibility_list, name="eligibility-list"),
    path("dot/<slug:code>/doi-tuong/<int:pk>/", decisions.case_detail, name="case-detail"),
    path("dot/<slug:code>/doi-tuong/<int:pk>/quyet-dinh-khac/", decisions.override_create, name="override-create"),
    path("dot/<slug:code>/doi-tuong/cho-xac-nhan/", decisions.override_list, name="override-list"),
    path(
        "dot/<slug:code>/doi-tuong/quyet-dinh/<int:pk>/xac-nhan/", decisions.decision_confirm, name="decision-confirm"
    ),
    path("dot/<slug:code>/doi-tuong/quyet-dinh/<int:pk>/rut/", decisions.decision_withdraw, name="decision-withdraw"),
    path("can-bo/<int:pk>/ket-qua-xet/", decisions.official_verdicts, name="official-verdicts"),
    path("dot/<slug:code>/danh-sach/", lists.list_history, name="list-history"),
    path("dot/<slug:code>/danh-sach/trinh/", lists.list_submit, name="list-submit"),
    path("dot/<slug:code>/danh-sach/duyet/", lists.list_approve, name="list-approve"),
    path("dot/<slug:code>/danh-sach/tra-lai/", lists.list_return, name="list-return"),
    path("dot/<slug:code>/danh-sach/rut/", lists.list_withdraw, name="list-withdraw"),
    path("dot/<slug:code>/danh-sach/thay-doi/", lists.list_change, name="list-change"),
    path("dot/<slug:code>/danh-sach/thay-doi/tom-tat/", lists.list_change_note, name="list-change-note"),
    path("dot/<slug:code>/noi-lay-phieu/", venues.venue_list, name="venue-list"),
    path("dot/<slug:code>/noi-lay-phieu/<int:pk>/", venues.venue_official, name="venue-official"),
    path("dot/<slug:code>/dieu-hanh/", cockpit.cockpit, name="campaign-cockpit"),
    path("dot/<slug:code>/dieu-hanh/don-vi-cho/", cockpit.waiting, name="campaign-waiting"),
    path("dot/<slug:campaign>/lap-hoi-nghi/", sessions.session_create, name="session-create"),
    path(
        "dot/<slug:campaign>/lap-hoi-nghi/<slug:kind>/", many_sessions.session_create_many, name="session-create-many"
    ),
    path("dot/<slug:code>/lich/", timetable.timetable_month, name="timetable"),
    path("dot/<slug:code>/lich/danh-sach/", timetable.timetable_list, name="timetable-list"),
    path("dot/<slug:code>/lich/doi/", move_sessions.sessions_move, name="sessions-move"),
    path("dot/<slug:code>/sao/", copying.campaign_copy, name="campaign-copy"),
    path(SESSION, sessions.session_detail, name="session-detail"),
    path(f"{SESSION}sua/", sessions.session_edit, name="session-edit"),
    path(f"{SESSION}cap-nhat-phieu/", sessions.session_ballots, name="session-ballots"),
    path(f"{SESSION}xoa/", sessions.session_delete, name="session-delete"),
    path(f"{SESSION}buoc/", sessions.session_step, name="session-step"),
    path(f"{SESSION}co-mat/", sessions.session_attendance, name="session-attendance"),
    path(f"{SESSION}lui/", sessions.session_back, name="session-back"),
    path(f"{SESSION}ho-so/", dossiers.session_dossier, name="session-dossier"),
    path(f"{SESSION}ho-so/<int:pk>/<slug:kind>/", dossiers.dossier_paper, name="dossier-paper"),
    path(f"{SESSION}nguoi-ghi-phieu/", voters.voter_roll, name="voter-roll"),
    path(f"{SESSION}nguoi-ghi-phieu/khac-quy-dinh/", voters.roll_note, name="voter-roll-note"),
    path(f"{SESSION}nguoi-ghi-phieu/xac-dinh-lai/", voters.roll_again, name="voter-roll-again"),
    path(f"{SESSION}nguoi-ghi-phieu/them/", voters.voter_add, name="voter-add"),
    path(f"{SESSION}nguoi-ghi-phieu/nhap/", voters.roll_import, name="voter-roll-import"),
    path(f"{SESSION}nguoi-ghi-phieu/<int:pk>/dua-ra/", voters.voter_remove, name="voter-remove"),
    path(f"{SESSION}nguoi-ghi-phieu/<int:pk>/dua-lai/", voters.voter_restore, name="voter-restore"),
    path(f"{SESSION}ban-kiem-phieu/", board.board, name="session-board"),
    path(f"{SESSION}nguoi/<int:pk>/bo/", sessions.subject_remove, name="subject-remove"),
    path(f"{SESSION}phieu/<int:pk>/thu-tu/", sessions.style_order, name="style-order"),
]
