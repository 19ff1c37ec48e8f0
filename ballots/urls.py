"""The addresses of the door and the hall, of keying, counting and the import of totals."""

from django.urls import path

from ballots.views.boxes import box_turnout, session_box
from ballots.views.bundle_decision import bundle_decision
from ballots.views.bundle_sending import bundle_open, bundle_save
from ballots.views.bundles import bundle_keying, bundle_list
from ballots.views.cast import cast_arrived, cast_ballots, cast_home, cast_review, cast_send
from ballots.views.cast_answers import cast_nowhere
from ballots.views.cast_kiosk import kiosk_code, kiosk_home
from ballots.views.cast_papers import cast_portrait, cast_self_report
from ballots.views.check_in import session_check_in, session_check_in_rows, session_late
from ballots.views.count import session_count, session_count_panel
from ballots.views.forecast import session_forecast
from ballots.views.hall import session_hall
from ballots.views.importing import (
    totals_import,
    totals_import_done,
    totals_import_give_up,
    totals_import_preview,
    totals_template,
)
from ballots.views.keying import session_keying
from ballots.views.kiosks import box_kiosks
from ballots.views.minutes import minutes_edit
from ballots.views.motions import motion_create
from ballots.views.rehearsals import session_rehearsal
from ballots.views.seal import session_seal, session_seal_panel
from ballots.views.secrecy import ballot_secrecy
from ballots.views.stock import ballot_exchange, session_stock, voting_close
from ballots.views.versions import reopening_confirm, session_reopen, session_versions

SESSION = "dot/<slug:campaign>/hoi-nghi/<slug:code>/"
DOOR = f"{SESSION}diem-danh/"
COUNT = f"{SESSION}kiem-phieu/"
BUNDLES = f"{COUNT}bo-phieu/"

CAST = "phieu/<slug:address>/"
KIOSK = f"{CAST}may/"
ON_A_KIOSK = {"is_kiosk": True}

# What voters open without an account; nothing else of the site lies below the same address.
voter_pages = [
    path(CAST, cast_home, name="cast-home"),
    path(f"{CAST}ghi/", cast_ballots, name="cast-ballots"),
    path(f"{CAST}xem-lai/", cast_review, name="cast-review"),
    path(f"{CAST}gui/", cast_send, name="cast-send"),
    path(f"{CAST}da-gui/", cast_arrived, name="cast-arrived"),
    path(f"{CAST}anh/<int:subject>/", cast_portrait, name="cast-portrait"),
    path(f"{CAST}tai-lieu/<int:subject>/", cast_self_report, name="cast-self-report"),
    path(KIOSK, kiosk_home, ON_A_KIOSK, name="kiosk-home"),
    path(f"{KIOSK}ma/", kiosk_code, ON_A_KIOSK, name="kiosk-code"),
    path(f"{KIOSK}ghi/", cast_ballots, ON_A_KIOSK, name="kiosk-ballots"),
    path(f"{KIOSK}xem-lai/", cast_review, ON_A_KIOSK, name="kiosk-review"),
    path(f"{KIOSK}gui/", cast_send, ON_A_KIOSK, name="kiosk-send"),
    path(f"{KIOSK}da-gui/", cast_arrived, ON_A_KIOSK, name="kiosk-arrived"),
    path("phieu-kin/", ballot_secrecy, name="ballot-secrecy"),
    path("phieu/<path:rest>", cast_nowhere, name="cast-nowhere"),
]

urlpatterns = [
    *voter_pages,
    path(DOOR, session_check_in, name="session-check-in"),
    path(f"{DOOR}dong/", session_check_in_rows, name="session-check-in-rows"),
    path(f"{DOOR}den-muon/", session_late, name="session-late"),
    path(f"{SESSION}du-bao-lo-phieu/", session_forecast, name="session-forecast"),
    path(f"{SESSION}man-hinh/", session_hall, name="session-hall"),
    path(f"{SESSION}hom-phieu/", session_box, name="session-box"),
    path(f"{SESSION}hom-phieu/so-phieu/", box_turnout, name="box-turnout"),
    path(f"{SESSION}hom-phieu/may/", box_kiosks, name="box-kiosks"),
    path(COUNT, session_count, name="session-count"),
    path(f"{COUNT}nhap-so-lieu/", session_keying, name="session-keying"),
    path(f"{SESSION}dien-tap/", session_rehearsal, name="session-rehearsal"),
    path(f"{COUNT}cac-lan/", session_versions, name="session-versions"),
    path(f"{COUNT}mo-lai/", session_reopen, name="session-reopen"),
    path(f"{COUNT}mo-lai/<int:pk>/", reopening_confirm, name="reopening-confirm"),
    path(BUNDLES, bundle_list, name="bundle-list"),
    path(f"{BUNDLES}<int:bundle>/", bundle_keying, name="bundle-keying"),
    path(f"{BUNDLES}<int:bundle>/mo/", bundle_open, name="bundle-open"),
    path(f"{BUNDLES}<int:bundle>/luu/", bundle_save, name="bundle-save"),
    path(f"{BUNDLES}<int:bundle>/quyet-dinh/", bundle_decision, name="bundle-decision"),
    path(f"{COUNT}tom-tat/", session_count_panel, name="session-count-panel"),
    path(f"{SESSION}niem-phong/", session_seal, name="session-seal"),
    path(f"{SESSION}niem-phong/tom-tat/", session_seal_panel, name="session-seal-panel"),
    path(f"{SESSION}bo-phieu-tin-nhiem/", motion_create, name="motion-create"),
    path(f"{SESSION}so-phieu/", session_stock, name="session-stock"),
    path(f"{SESSION}so-phieu/doi-phieu/", ballot_exchange, name="ballot-exchange"),
    path(f"{SESSION}bien-ban/", minutes_edit, name="session-minutes-edit"),
    path(f"{SESSION}ket-thuc-ghi-phieu/", voting_close, name="voting-close"),
    path("nhap-ket-qua/", totals_import, name="totals-import"),
    path("nhap-ket-qua/mau/", totals_template, name="totals-template"),
    path("nhap-ket-qua/<uuid:pk>/", totals_import_preview, name="totals-import-preview"),
    path("nhap-ket-qua/<uuid:pk>/bo/", totals_import_give_up, name="totals-import-give-up"),
    path("nhap-ket-qua/<uuid:pk>/xong/", totals_import_done, name="totals-import-done"),
]
