"""Addresses of the module's pages: allauth's names without a prefix, our own under `identity:`."""

from django.urls import include, path, re_path

from tinhso.modules.identity.web import providers
from tinhso.modules.identity.web.views import administration, matrix, own, sign_in

_SAFE = "tai-khoan/bao-mat/"
_ONE = "tai-khoan/quan-ly/<int:account_id>/"

ours = (
    [
        path("khoa-man-hinh/", sign_in.lock, name="lock"),
        path("tai-khoan/", own.profile, name="profile"),
        path("tai-khoan/so-dinh-danh/", own.own_number, name="own_number"),
        path("tai-khoan/lien-he/", own.own_details, name="own_details"),
        path(f"{_SAFE}bat-buoc/", own.enrol, name="enrol"),
        path("tai-khoan/quan-ly/", administration.account_list, name="account_list"),
        path("tai-khoan/quan-ly/mo/", administration.account_open, name="account_open"),
        path("tai-khoan/quan-ly/mo-nhieu/", administration.accounts_open, name="accounts_open"),
        path("tai-khoan/quan-ly/<int:account_id>/", administration.account, name="account"),
        path(f"{_ONE}khoa/", administration.account_block, name="account_block"),
        path(f"{_ONE}mo-khoa/", administration.account_unblock, name="account_unblock"),
        path(f"{_ONE}dat-lai/", administration.account_reset, name="account_reset"),
        path(f"{_ONE}go-lop-hai/", administration.account_factors, name="account_factors"),
        path(f"{_ONE}giao-vai-tro/", administration.grant, name="grant"),
        path(f"{_ONE}thu-hoi/<int:grant_id>/", administration.revoke, name="revoke"),
        path("tai-khoan/quyen/", matrix.matrix, name="matrix"),
        path(
            "tai-khoan/quyen/<slug:role>/<str:permission>/",
            matrix.change_role,
            name="change_role",
        ),
    ],
    "identity",
)

urlpatterns = [
    path("dang-nhap/", sign_in.SignInView.as_view(), name="account_login"),
    path("dang-nhap/lop-hai/", sign_in.SecondFactorView.as_view(), name="mfa_authenticate"),
    path("dang-nhap/khoa/", sign_in.PasskeySignInView.as_view(), name="mfa_login_webauthn"),
    path("dang-nhap/dang-khoa/", sign_in.BlockedView.as_view(), name="account_inactive"),
    path("dang-nhap/da-dung/", sign_in.cancelled, name="socialaccount_login_cancelled"),
    path(
        "dang-nhap/qua/<slug:provider_id>/",
        providers.provider_sign_in,
        name="openid_connect_login",
    ),
    path(
        "dang-nhap/qua/<slug:provider_id>/tro-ve/",
        providers.provider_callback,
        name="openid_connect_callback",
    ),
    path("dang-xuat/", sign_in.SignOutView.as_view(), name="account_logout"),
    path("dang-ky/", sign_in.registration, name="account_signup"),
    path("quen-mat-khau/", sign_in.PasswordResetView.as_view(), name="account_reset_password"),
    path(
        "quen-mat-khau/da-gui/",
        sign_in.PasswordResetSentView.as_view(),
        name="account_reset_password_done",
    ),
    re_path(
        r"^dat-mat-khau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.PasswordFromLinkView.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "dat-mat-khau/xong/",
        sign_in.PasswordFromLinkDoneView.as_view(),
        name="account_reset_password_from_key_done",
    ),
    path(_SAFE, own.SecurityView.as_view(), name="mfa_index"),
    path(f"{_SAFE}mat-khau/", own.PasswordChangeView.as_view(), name="account_change_password"),
    path(f"{_SAFE}dat-mat-khau/", own.FirstPasswordView.as_view(), name="account_set_password"),
    path(f"{_SAFE}xac-nhan/", own.PasswordAgainView.as_view(), name="account_reauthenticate"),
    path(f"{_SAFE}xac-nhan/ma/", own.CodeAgainView.as_view(), name="mfa_reauthenticate"),
    path(
        f"{_SAFE}xac-nhan/khoa/",
        own.PasskeyAgainView.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path(f"{_SAFE}ung-dung-ma/", own.CodeAppView.as_view(), name="mfa_activate_totp"),
    path(f"{_SAFE}ung-dung-ma/tat/", own.NoCodeAppView.as_view(), name="mfa_deactivate_totp"),
    path(f"{_SAFE}khoa/", own.PasskeysView.as_view(), name="mfa_list_webauthn"),
    path(f"{_SAFE}khoa/them/", own.PasskeyView.as_view(), name="mfa_add_webauthn"),
    path(f"{_SAFE}khoa/<int:pk>/go/", own.NoPasskeyView.as_view(), name="mfa_remove_webauthn"),
    path(f"{_SAFE}khoa/<int:pk>/ten/", own.PasskeyNameView.as_view(), name="mfa_edit_webauthn"),
    path(f"{_SAFE}ma-du-phong/", own.RecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path(
        f"{_SAFE}ma-du-phong/tao/",
        own.NewRecoveryCodesView.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path(f"{_SAFE}phien/", own.SessionsView.as_view(), name="usersessions_list"),
    path("", include(ours)),
]
