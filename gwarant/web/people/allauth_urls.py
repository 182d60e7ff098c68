"""The pages of allauth that we use, and no other: nobody signs up, changes addresses or comes by another site."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.urls import URLPattern, path, re_path

from gwarant.web.people.address import verified
from gwarant.web.sign_in import telling

RESET = r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"

urlpatterns: list[URLPattern] = [
    path("login/", telling(account.login), name="account_login"),
    path("logout/", telling(account.logout), name="account_logout"),
    path("inactive/", telling(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", telling(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", telling(account.password_change), name="account_change_password"),
    path("password/set/", telling(account.password_set), name="account_set_password"),
    path("password/reset/", telling(account.password_reset), name="account_reset_password"),
    path("password/reset/done/", telling(account.password_reset_done), name="account_reset_password_done"),
    re_path(RESET, telling(account.password_reset_from_key), name="account_reset_password_from_key"),
    path(
        "password/reset/key/done/",
        telling(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", telling(mfa.index), name="mfa_index"),
    path("2fa/authenticate/", telling(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", telling(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", telling(verified(totp.activate_totp)), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", telling(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", telling(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", telling(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", telling(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("2fa/webauthn/", telling(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", telling(verified(webauthn.add_webauthn)), name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", telling(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("2fa/webauthn/reauthenticate/", telling(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", telling(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", telling(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("sessions/", telling(sessions.list_usersessions), name="usersessions_list"),
]
