"""The addresses of keying, counting and the import of totals."""

from django.urls import path

from ballots.views.count import session_count, session_count_panel
from ballots.views.importing import (
    totals_import,
    totals_import_done,
    totals_import_give_up,
    totals_import_preview,
    totals_template,
)
from ballots.views.keying import session_keying

COUNT = "dot/<slug:campaign>/hoi-nghi/<slug:code>/kiem-phieu/"

urlpatterns = [
    path(COUNT, session_count, name="session-count"),
    path(f"{COUNT}nhap-so-lieu/", session_keying, name="session-keying"),
    path(f"{COUNT}tom-tat/", session_count_panel, name="session-count-panel"),
    path("nhap-ket-qua/", totals_import, name="totals-import"),
    path("nhap-ket-qua/mau/", totals_template, name="totals-template"),
    path("nhap-ket-qua/<uuid:pk>/", totals_import_preview, name="totals-import-preview"),
    path("nhap-ket-qua/<uuid:pk>/bo/", totals_import_give_up, name="totals-import-give-up"),
    path("nhap-ket-qua/<uuid:pk>/xong/", totals_import_done, name="totals-import-done"),
]
