"""Tables of the directory: every fact with the days it holds and the time it was known."""

from tinhso.modules.directory.models.area import Area, AreaSuccession, AreaVersion
from tinhso.modules.directory.models.calendar import (
    DayException,
    DirectoryStamp,
    WeeklyHours,
)
from tinhso.modules.directory.models.code_list import CodeList, CodeListItem, CodeListItemVersion
from tinhso.modules.directory.models.organisation import (
    Organisation,
    OrganisationAlias,
    OrganisationSuccession,
    OrganisationVersion,
)
from tinhso.modules.directory.models.post import (
    Officer,
    OfficerVersion,
    Position,
    PositionVersion,
    PostHolding,
    PostNotice,
)
from tinhso.modules.directory.models.reorganisation import (
    Reorganisation,
    ReorganisationChange,
    ReorganisationPart,
)

__all__ = [
    "Area",
    "AreaSuccession",
    "AreaVersion",
    "CodeList",
    "CodeListItem",
    "CodeListItemVersion",
    "DayException",
    "DirectoryStamp",
    "Officer",
    "OfficerVersion",
    "Organisation",
    "OrganisationAlias",
    "OrganisationSuccession",
    "OrganisationVersion",
    "Position",
    "PositionVersion",
    "PostHolding",
    "PostNotice",
    "Reorganisation",
    "ReorganisationChange",
    "ReorganisationPart",
    "WeeklyHours",
]
