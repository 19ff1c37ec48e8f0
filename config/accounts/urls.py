from django.contrib.auth import views
from django.urls import path

from config.accounts.forms import SignInForm
from config.accounts.views import OwnPasswordView

urlpatterns = [
    path(
        "dang-nhap/",
        views.LoginView.as_view(authentication_form=SignInForm, redirect_authenticated_user=True),
        name="login",
    ),
    path("dang-xuat/", views.LogoutView.as_view(), name="logout"),
    path("doi-mat-khau/", OwnPasswordView.as_view(), name="password_change"),
    path("doi-mat-khau/xong/", views.PasswordChangeDoneView.as_view(), name="password_change_done"),
]
