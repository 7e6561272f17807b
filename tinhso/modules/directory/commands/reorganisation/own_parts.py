"""What the directory itself does in a reorganisation: structure, posts, number series."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _

from tinhso.kernel import numbering
from tinhso.kernel.actor import Actor
from tinhso.kernel.temporal import Stamp
from tinhso.modules.directory.commands.reorganisation.posts import move_people, posts_that_end
from tinhso.modules.directory.commands.reorganisation.structure import Executor
from tinhso.modules.directory.definitions.reorganisation_parts import (
    OWN_WORDS,
    ChangeSet,
    Choice,
    Touched,
)
from tinhso.modules.directory.models import (
    AreaVersion,
    OfficerVersion,
    OrganisationVersion,
    PositionVersion,
    PostHolding,
)
from tinhso.modules.directory.queries import series

SAMPLES = 5


class StructurePart:
    """Areas and organisations end, begin, change; successions are written."""

    code = "directory.structure"
    title = _("Địa bàn, cơ quan")
    words = OWN_WORDS[code]

    def touched(self, change_set: ChangeSet, on: date) -> Touched:
        last_day = on - timedelta(days=1)
        areas = AreaVersion.objects.as_of(last_day).filter(area_id__in=change_set.ending_areas)
        names = areas.order_by("sort_key").values_list("full_name", flat=True)[:SAMPLES]
        count = len(change_set.ending_areas) + len(change_set.ending_organisations)
        kept = sum(
            change.unit is not None and change.kind != "abolish" for change in change_set.changes
        )
        return Touched(count=count + kept, samples=tuple(names))

    def execute(
        self, change_set: ChangeSet, choices: Mapping[str, str], *, by: Actor, at: datetime
    ) -> Mapping[str, object]:
        return Executor(change_set, Stamp(by, at, change_set.decision)).run()

    def verify(self, change_set: ChangeSet) -> list[str]:
        on, problems = change_set.effective_on, []
        alive = set(AreaVersion.objects.as_of(on).values_list("area_id", flat=True))
        rows = list(OrganisationVersion.objects.as_of(on))
        organisations = {row.organisation_id for row in rows}
        if change_set.ending_areas & alive:
            problems.append(gettext_now("Còn địa bàn đã kết thúc mà vẫn hiệu lực."))
        if change_set.ending_organisations & organisations:
            problems.append(gettext_now("Còn cơ quan đã kết thúc mà vẫn hiệu lực."))
        if any(row.area_id is not None and row.area_id not in alive for row in rows):
            problems.append(gettext_now("Có cơ quan thuộc địa bàn không còn hiệu lực."))
        if any(row.parent_id is not None and row.parent_id not in organisations for row in rows):
            problems.append(gettext_now("Có cơ quan trực thuộc cơ quan không còn hiệu lực."))
        children = AreaVersion.objects.as_of(on).exclude(parent=None)
        if children.exclude(parent_id__in=alive).exists():
            problems.append(gettext_now("Có địa bàn trực thuộc địa bàn không còn hiệu lực."))
        if set(change_set.successors.values()) - organisations:
            problems.append(gettext_now("Có cơ quan kế tiếp chưa hoạt động."))
        return problems


class PostsPart:
    """Positions end with their organisation; people go on at the successor by the rule."""

    code = "directory.posts"
    title = _("Cán bộ, vị trí việc làm")
    words = OWN_WORDS[code]
    leaders = Choice(
        code="leaders",
        title=_("Người đứng đầu đơn vị nhập vào"),
        options=(
            ("place", _("Xếp vào vị trí còn trống phù hợp ở đơn vị mới")),
            ("end", _("Thôi giữ vị trí, chờ quyết định")),
        ),
        default="place",
    )

    def touched(self, change_set: ChangeSet, on: date) -> Touched:
        posts = posts_that_end(change_set)
        names = dict(
            OfficerVersion.objects.as_of(on)
            .filter(officer_id__in=[post.officer_id for post in posts[:SAMPLES]])
            .values_list("officer_id", "full_name")
        )
        samples = tuple(
            f"{names.get(post.officer_id, '')}, {post.title}" for post in posts[:SAMPLES]
        )
        return Touched(count=len(posts), samples=samples, choices=(self.leaders,))

    def execute(
        self, change_set: ChangeSet, choices: Mapping[str, str], *, by: Actor, at: datetime
    ) -> Mapping[str, object]:
        return move_people(
            change_set,
            places_leaders=choices.get("leaders", "place") == "place",
            stamp=Stamp(by, at, change_set.decision),
        )

    def verify(self, change_set: ChangeSet) -> list[str]:
        on, problems = change_set.effective_on, []
        alive = set(OrganisationVersion.objects.as_of(on).values_list("organisation_id", flat=True))
        positions = PositionVersion.objects.as_of(on)
        if positions.exclude(organisation_id__in=alive).exists():
            problems.append(gettext_now("Có vị trí việc làm ở cơ quan không còn hiệu lực."))
        held = PostHolding.objects.as_of(on).exclude(
            position_id__in=positions.values("position_id")
        )
        if held.exists():
            problems.append(gettext_now("Có người giữ vị trí không còn hiệu lực."))
        return problems


class SeriesPart:
    """Number series of codes that nobody takes over are closed; other codes count on."""

    code = "directory.series"
    title = _("Dãy số")
    words = OWN_WORDS[code]

    def touched(self, change_set: ChangeSet, on: date) -> Touched:
        keys = series.keys_that_end(change_set)
        return Touched(count=len(keys), samples=tuple(keys[:SAMPLES]))

    def execute(
        self, change_set: ChangeSet, choices: Mapping[str, str], *, by: Actor, at: datetime
    ) -> Mapping[str, object]:
        keys = series.keys_that_end(change_set)
        return {"closed": sum(numbering.close_series(key) for key in keys)}

    def verify(self, change_set: ChangeSet) -> list[str]:
        if series.keys_that_end(change_set):
            return [gettext_now("Còn dãy số của cơ quan đã kết thúc chưa khóa.")]
        return []
