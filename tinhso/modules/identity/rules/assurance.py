"""How sure we are of who signed in: 0 not at all, 1 a password, 2 two factors or an e-ID level 2.

Nghị định 69/2024/NĐ-CP knows two levels of electronic identity; which `acr` values a provider uses
for them is part of its configuration.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

NONE, PASSWORD, STRONG = 0, 1, 2
SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "swk", "fpt", "face", "iris", "sc", "pop"})


def of_local_sign_in(methods: Iterable[str]) -> int:
    """Level of a sign-in here, from the methods used ("password", "mfa")."""
    used = set(methods)
    if "mfa" in used:
        return STRONG
    return PASSWORD if used else NONE


def of_claims(acr: object, amr: object, levels: Mapping[str, int]) -> int:
    """Level of a sign-in elsewhere, from the claims and the provider's own names of levels.

    An unknown `acr` counts as a password, unless `amr` (RFC 8176) names two factors or `mfa`.
    """
    level = levels.get(acr, PASSWORD) if isinstance(acr, str) else PASSWORD
    used = {str(method) for method in amr} if isinstance(amr, list | tuple) else set()
    if "mfa" in used or (len(used) > 1 and used & SECOND_FACTORS):
        level = max(level, STRONG)
    return min(level, STRONG)
