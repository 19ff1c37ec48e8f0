"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from reports.views.home import home

admin.site.site_header = "Quản trị hệ thống Tín nhiệm"
admin.site.site_title = "Quản trị"
admin.site.index_title = "Danh mục và tài khoản"

urlpatterns = [
    path("", home, name="home"),
    path("tai-khoan/", include("config.accounts.urls")),
    path("nhat-ky/", include("config.audit.urls")),
    path("cong-viec/", include("config.jobs.urls")),
    path("", include("officials.urls")),
    path("", include("campaigns.urls")),
    path("", include("ballots.urls")),
    path("", include("reports.urls")),
    path("admin/", admin.site.urls),
]
