"""Finding cases, and who may see them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.kernel.actor import EVERYWHERE, Actor
from tinhso.modules.cases.errors import CaseNotFound, CaseOfAnotherOffice, DraftNotFound
from tinhso.modules.cases.models import Case, CaseMovement, Draft

VIEW = "cases.view_case"


def visible_to(by: Actor, permission: str = VIEW) -> QuerySet[Case]:
    """The cases the actor may see, bounded in the query itself.

    An officer sees the cases that an organisation of theirs handles, received, or holds now; a
    citizen sees their own. One query, no join.
    """
    if by.kind == "citizen":
        return Case.objects.filter(applicant_account_id=by.account_id)
    places = by.places(permission)
    if places is EVERYWHERE:
        return Case.objects.all()
    if not places:
        return Case.objects.none()
    return Case.objects.filter(
        Q(handling_organisation_id__in=places)
        | Q(receiving_organisation_id__in=places)
        | Q(unit_id__in=places)
    )


def is_within(case: Case, by: Actor, permission: str) -> bool:
    """Whether the permission reaches this case. To its own applicant a case is always open."""
    if by.kind == "citizen":
        return by.account_id is not None and case.applicant_account_id == by.account_id
    places = by.places(permission)
    if places is EVERYWHERE:
        return True
    return bool(
        {case.handling_organisation_id, case.receiving_organisation_id, case.unit_id} & set(places)
    )


def case(case_id: int, *, for_update: bool = False) -> Case:
    """One case, locked when it is going to change. Raises CaseNotFound. One query."""
    rows = Case.objects.select_for_update() if for_update else Case.objects
    found = rows.filter(id=case_id).first()
    if found is None:
        raise CaseNotFound
    return found


def case_for(public_id: UUID, by: Actor, permission: str = VIEW) -> Case:
    """The case of that public id, when the actor may see it.

    Raises CaseNotFound; CaseOfAnotherOffice for officers of another agency. To a citizen somebody
    else's case does not exist. An agency asked for its opinion sees the case too.
    """
    found = Case.objects.filter(public_id=public_id).first()
    if found is None:
        raise CaseNotFound
    if is_within(found, by, permission) or is_asked(found, by) or has_held(found, by):
        return found
    if by.kind == "citizen" or not by.is_signed_in:
        raise CaseNotFound
    raise CaseOfAnotherOffice


def has_held(found: Case, by: Actor) -> bool:
    """Whether the officer had a step of this case: what one worked on one may still read."""
    return (
        by.officer_id is not None and found.steps.filter(holder_officer_id=by.officer_id).exists()
    )


def is_asked(found: Case, by: Actor) -> bool:
    """Whether an organisation of the actor is asked for an opinion or handed this case."""
    places = by.places("cases.answer_opinion") if by.kind == "officer" else frozenset()
    if not places:
        return False
    asked = found.opinions.filter(organisation_id__in=places, cancelled_at__isnull=True)
    offered = found.handovers.filter(
        to_organisation_id__in=places, confirmed_at__isnull=True, refused_at__isnull=True
    )
    return asked.exists() or offered.exists()


def draft_for(public_id: UUID, by: Actor, *, for_update: bool = False) -> Draft:
    """The citizen's own draft. Raises DraftNotFound for anybody else's."""
    if by.account_id is None:
        raise DraftNotFound
    rows = Draft.objects.select_for_update() if for_update else Draft.objects
    found = rows.filter(public_id=public_id, account_id=by.account_id).first()
    if found is None:
        raise DraftNotFound
    return found


def last_movement(case_id: int) -> CaseMovement | None:
    """The newest line of the history."""
    return CaseMovement.objects.filter(case_id=case_id).order_by("-id").first()
