"""Tables of the module, one file per subject."""

from tinhso.modules.identity.models.account import Account
from tinhso.modules.identity.models.rights import RightsVersion, RoleGrant, RolePermission
from tinhso.modules.identity.models.sign_in import FailedSignIn, PastPassword

__all__ = [
    "Account",
    "FailedSignIn",
    "PastPassword",
    "RightsVersion",
    "RoleGrant",
    "RolePermission",
]
