"""The addresses of results and papers."""

from django.urls import path

from reports.views import results

SESSION = "dot/<slug:campaign>/hoi-nghi/<slug:session>"

urlpatterns = [
    path("dot/<slug:campaign>/ket-qua/", results.results_of_campaign, name="campaign-results"),
    path("dot/<slug:campaign>/ket-qua.xlsx", results.export, name="results-export"),
    path(f"{SESSION}/ket-qua/", results.results_of_session, name="session-results"),
    path(f"{SESSION}/ket-qua/tom-tat/", results.results_panel, name="session-results-panel"),
    path(f"{SESSION}/bien-ban.pdf", results.minutes, name="session-minutes"),
]
