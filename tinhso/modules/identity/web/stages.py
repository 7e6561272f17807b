"""Steps of a sign-in that are not allauth's own."""

from __future__ import annotations

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from tinhso.modules.identity.rules.assurance import STRONG
from tinhso.modules.identity.web.entry import provider_level


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]
    """Asks for the second factor, unless the provider has already seen two."""

    def _should_handle(self, request: HttpRequest) -> bool:
        account = self.login.user
        if account is not None and provider_level(request, account) >= STRONG:
            return False
        return bool(super()._should_handle(request))
