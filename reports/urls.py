"""The addresses of results and papers."""

from django.urls import path

from reports.views import box_papers, lists, pack, results, self_reports, verification

SESSION = "dot/<slug:campaign>/hoi-nghi/<slug:session>"
BOX = "dot/<slug:campaign>/hoi-nghi/<slug:code>/hom-phieu"
PACK = "dot/<slug:campaign>/hoi-nghi/<slug:code>/bo-giay-to"

urlpatterns = [
    path("xac-minh/", verification.verify_result, name="verify-result"),
    path("xac-minh/nhap/", verification.take_over, name="sealed-take-over"),
    path("dot/<slug:campaign>/ket-qua/", results.results_of_campaign, name="campaign-results"),
    path("dot/<slug:campaign>/ket-qua/sat-nguong/", results.margins_of_campaign, name="campaign-margins"),
    path("dot/<slug:campaign>/ket-qua.xlsx", results.export, name="results-export"),
    path("dot/<slug:campaign>/danh-sach/phu-luc.xlsx", lists.annex_workbook, name="list-annex-xlsx"),
    path("dot/<slug:campaign>/danh-sach/phu-luc.pdf", lists.annex_pdf, name="list-annex-pdf"),
    path("dot/<slug:campaign>/danh-sach/phu-luc/<uuid:pk>/", lists.annex_ready, name="list-annex-ready"),
    path(f"{SESSION}/ket-qua/", results.results_of_session, name="session-results"),
    path(f"{SESSION}/ket-qua/tom-tat/", results.results_panel, name="session-results-panel"),
    path(f"{SESSION}/mau-bao-cao.pdf", self_reports.self_reports_of_session, name="session-self-reports"),
    path(f"{SESSION}/mau-bao-cao/<uuid:pk>/", self_reports.self_reports_ready, name="self-reports-ready"),
    path(f"{SESSION}/nguoi/<int:pk>/mau-bao-cao.pdf", self_reports.self_report_of_person, name="self-report"),
    path(f"{PACK}/", pack.session_pack, name="session-pack"),
    path(f"{PACK}/<uuid:pk>/", pack.session_pack_ready, name="session-pack-ready"),
    path(f"{PACK}/mau-<int:position>.png", pack.session_pack_preview, name="session-pack-preview"),
    path(f"{PACK}/<slug:part>.pdf", pack.session_pack_part, name="session-pack-part"),
    path(f"{BOX}/the-khoa.pdf", box_papers.key_cards, name="box-key-cards"),
    path(f"{BOX}/phieu-ma.pdf", box_papers.code_slips, name="box-code-slips"),
    path(f"{BOX}/bien-ban-huy.pdf", box_papers.destruction, name="box-destruction"),
    path(f"{SESSION}/bien-ban.pdf", results.minutes, name="session-minutes"),
    path(f"{SESSION}/bao-cao-ket-qua.pdf", results.result_report, name="session-result-report"),
    path(f"{SESSION}/ky-nhan-phieu.pdf", results.sign_in_sheet, name="session-sign-in-sheet"),
]
