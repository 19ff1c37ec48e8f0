from django.urls import path

from config.jobs.views import job_detail, job_list

urlpatterns = [
    path("", job_list, name="job-list"),
    path("<uuid:pk>/", job_detail, name="job-detail"),
]
