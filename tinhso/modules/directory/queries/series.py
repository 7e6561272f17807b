"""Number series that carry the code of an organisation: "case:H56.14:260821" and the like."""

from __future__ import annotations

from datetime import timedelta

from tinhso.kernel.models import NumberSeries
from tinhso.modules.directory.definitions.reorganisation_parts import ChangeSet
from tinhso.modules.directory.models import OrganisationVersion


def keys_that_end(change_set: ChangeSet) -> list[str]:
    """Keys of open series of codes that end and that no new organisation takes over.

    A new organisation with the code of an old one counts on: no number is ever given twice.
    """
    last_day = change_set.effective_on - timedelta(days=1)
    ending = OrganisationVersion.objects.as_of(last_day).filter(
        organisation_id__in=change_set.ending_organisations
    )
    codes = set(ending.values_list("code", flat=True))
    taken_over = {
        str(line.values["code"])
        for line in change_set.changes
        if line.subject == "organisation" and "code" in line.values
    }
    gone = codes - taken_over
    open_keys = NumberSeries.objects.filter(is_closed=False).values_list("key", flat=True)
    return sorted(key for key in open_keys if gone & set(key.split(":")[1:]))
