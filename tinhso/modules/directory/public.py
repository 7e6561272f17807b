"""The door of the directory: areas, organisations, posts and calendars, each as of a day."""

from tinhso.modules.directory.commands.load_province import load_province
from tinhso.modules.directory.events import OrganisationsReorganised, PostBegan, PostEnded
from tinhso.modules.directory.queries.areas import (
    AreaMatch,
    children,
    communes_of,
    predecessors,
    resolve_area,
    search_areas,
    successors,
)
from tinhso.modules.directory.queries.calendars import calendar_of
from tinhso.modules.directory.queries.cards import (
    AreaCard,
    OfficerCard,
    OrganisationCard,
    PostCard,
    area_cards,
    last_organisation_cards,
    officer_cards,
    organisation_cards,
)
from tinhso.modules.directory.queries.organisations import (
    committee_of_area,
    organisation_by_code,
    organisations_of_kinds,
    resolve_organisation,
    search_organisations,
    subtree,
)
from tinhso.modules.directory.queries.posts import (
    head_of,
    holders,
    officers_by_code,
    officers_in,
    posts_of,
    posts_of_many,
    title_held,
)
from tinhso.modules.directory.queries.samples import SampleOfficer, sample_officers

__all__ = [
    "AreaCard",
    "AreaMatch",
    "OfficerCard",
    "OrganisationCard",
    "OrganisationsReorganised",
    "PostBegan",
    "PostCard",
    "PostEnded",
    "SampleOfficer",
    "area_cards",
    "calendar_of",
    "children",
    "committee_of_area",
    "communes_of",
    "head_of",
    "holders",
    "last_organisation_cards",
    "load_province",
    "officer_cards",
    "organisations_of_kinds",
    "officers_by_code",
    "officers_in",
    "organisation_by_code",
    "organisation_cards",
    "posts_of",
    "posts_of_many",
    "predecessors",
    "resolve_area",
    "resolve_organisation",
    "sample_officers",
    "search_areas",
    "search_organisations",
    "subtree",
    "successors",
    "title_held",
]
