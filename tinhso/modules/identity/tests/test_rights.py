"""Rights come from posts and roles held today, at their places, and are gone with them at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tinhso.kernel import permissions
from tinhso.kernel.actor import EVERYWHERE, system_actor
from tinhso.kernel.delivery import deliver_all
from tinhso.kernel.errors import PermissionMissing
from tinhso.kernel.events import announce
from tinhso.kernel.models import AuditEntry, OutboxEvent
from tinhso.kernel.temporal import Span, Stamp, Timeline, date_range
from tinhso.modules.directory.models import PostHolding
from tinhso.modules.directory.public import OrganisationsReorganised, PostEnded
from tinhso.modules.identity import definitions, public
from tinhso.modules.identity.commands import maintenance, roles
from tinhso.modules.identity.commands.accounts import block_account
from tinhso.modules.identity.commands.roles import NewGrant
from tinhso.modules.identity.errors import (
    AccountOfAnotherUnit,
    AlreadyGranted,
    GrantEmpty,
    GrantNotFound,
    OwnRights,
    PermissionUnknown,
    RoleNotYoursToGive,
    RoleUnknown,
)
from tinhso.modules.identity.models import RoleGrant, RolePermission
from tinhso.modules.identity.queries.listing import visible_accounts
from tinhso.modules.identity.tests.factories import (
    GOOD_PASSWORD,
    KNOWN,
    TUESDAY,
    administrator,
    give_role,
    hold_post,
    make_account,
    organisation_id,
    signed_in,
)

pytestmark = pytest.mark.django_db
RECEIVE, APPROVE = "identity.test_receive", "identity.test_approve"
TODAY = TUESDAY.date()
TOMORROW = TUESDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def two_permissions() -> Iterator[None]:
    """Permissions that a module of the test gives a role by default."""
    permissions.declare({RECEIVE: "Nhận", APPROVE: "Duyệt"})
    public.grant_by_default("counter_clerk", [RECEIVE])
    public.grant_by_default("leader", [APPROVE])
    yield
    for role in ("counter_clerk", "leader"):
        definitions._defaults[role] -= {RECEIVE, APPROVE}
    for permission in (RECEIVE, APPROVE):
        permissions._titles.pop(permission)


def grant(role: str, organisation: int | None = None, **more: object) -> NewGrant:
    told = {"starts_on": TODAY, "ends_before": None, "decision": "QĐ 12/QĐ-UBND"} | more
    return NewGrant(role=role, organisation_id=organisation, **told)  # type: ignore[arg-type]


def test_everybody_who_signs_in_keeps_the_own_account_and_nothing_else() -> None:
    actor = public.actor_for(make_account().pk, TUESDAY)
    assert actor.may("identity.manage_own_account")
    assert set(actor.grants) == permissions_of("account_holder")


def permissions_of(role: str) -> set[str]:
    return set(definitions.default_permissions()[role])


def test_citizens_and_businesses_have_their_role_everywhere() -> None:
    citizen = public.actor_for(make_account("citizen").pk, TUESDAY)
    business = public.actor_for(make_account("business").pk, TUESDAY)
    assert set(citizen.grants) == permissions_of("account_holder") | permissions_of("citizen")
    assert set(business.grants) == permissions_of("account_holder") | permissions_of("business")
    assert all(places is EVERYWHERE for places in citizen.grants.values())


def test_a_granted_role_holds_at_its_organisation_only() -> None:
    here, elsewhere = organisation_id(), organisation_id()
    account = make_account()
    give_role(account, "counter_clerk", here)
    actor = public.actor_for(account.pk, TUESDAY)
    assert actor.may(RECEIVE, here)
    assert not actor.may(RECEIVE, elsewhere)
    assert not actor.may(APPROVE)


def test_a_granted_role_holds_on_its_days_only() -> None:
    account = make_account()
    give_role(account, "counter_clerk", organisation_id(), since=TODAY, until=TOMORROW.date())
    assert not public.actor_for(account.pk, TUESDAY - timedelta(days=1)).may(RECEIVE)
    assert public.actor_for(account.pk, TUESDAY).may(RECEIVE)
    assert not public.actor_for(account.pk, TOMORROW).may(RECEIVE)


def test_places_of_two_roles_add_up() -> None:
    one, two = organisation_id(), organisation_id()
    account = make_account()
    give_role(account, "counter_clerk", one)
    give_role(account, "counter_clerk", two)
    assert public.actor_for(account.pk, TUESDAY).places(RECEIVE) == frozenset({one, two})
    give_role(account, "counter_clerk", None)
    assert public.actor_for(account.pk, TUESDAY).places(RECEIVE) is EVERYWHERE


def test_a_blocked_account_is_nobody() -> None:
    account = make_account(is_active=False, deactivated_on=TODAY)
    assert public.actor_for(account.pk, TUESDAY).kind == "anonymous"


def test_a_post_gives_its_roles_at_its_unit_and_all_below() -> None:
    office = organisation_id()
    division, counter = organisation_id(office), organisation_id(office)
    below = organisation_id(division)
    account = make_account()
    hold_post(account.officer_id, division, ("counter_clerk",), title="Cán bộ một cửa")
    actor = public.actor_for(account.pk, TUESDAY)
    assert actor.places(RECEIVE) == frozenset({division, below})
    assert not actor.may(RECEIVE, office)
    assert not actor.may(RECEIVE, counter)
    assert (actor.organisation_id, actor.position_title) == (division, "Cán bộ một cửa")


@pytest.mark.req("SEC-31")
def test_rights_end_on_the_day_on_which_the_post_ends_without_anybody_doing_anything() -> None:
    account, office = make_account(), organisation_id()
    hold_post(account.officer_id, office, ("counter_clerk",), until=TOMORROW.date())
    assert public.actor_for(account.pk, TUESDAY).may(RECEIVE, office)
    assert not public.actor_for(account.pk, TOMORROW).may(RECEIVE)


def test_an_officer_who_changes_post_loses_the_old_rights_with_the_next_request() -> None:
    old, new = organisation_id(), organisation_id()
    account = make_account(password=GOOD_PASSWORD, at=timezone.now())
    post = hold_post(account.officer_id, old, ("counter_clerk",))
    browser = signed_in(account)
    before = browser.get("/tai-khoan/").wsgi_request.actor  # type: ignore[attr-defined]
    assert before.places(RECEIVE) == frozenset({old})
    today = timezone.localdate()
    history = Timeline(PostHolding, officer_id=account.officer_id, position_id=post.position_id)
    history.end(today, Stamp(system_actor("test"), timezone.now(), "QĐ điều động"))
    hold_post(account.officer_id, new, ("leader",), since=today)
    after = browser.get("/tai-khoan/").wsgi_request.actor  # type: ignore[attr-defined]
    assert not after.may(RECEIVE)
    assert after.places(APPROVE) == frozenset({new})
    assert after.organisation_id == new


def test_acting_for_somebody_is_a_post_for_a_time() -> None:
    office = organisation_id()
    account, absent = make_account(), make_account()
    post = hold_post(absent.officer_id, office, ("leader",))
    PostHolding.objects.create(
        officer_id=account.officer_id or 0,
        position_id=post.position_id,
        kind=PostHolding.Kind.DELEGATED,
        delegated_by_id=absent.officer_id,
        validity=date_range(Span(TODAY, TOMORROW.date())),
        recorded=KNOWN,
        recorded_by="thử",
    )
    assert public.actor_for(account.pk, TUESDAY).may(APPROVE, office)
    assert not public.actor_for(account.pk, TOMORROW).may(APPROVE)


def test_a_post_cannot_smuggle_in_an_administrative_role() -> None:
    account = make_account()
    hold_post(account.officer_id, organisation_id(), ("province_admin", "no_such_role"))
    assert not public.actor_for(account.pk, TUESDAY).may("identity.grant_role")


def test_an_ended_post_is_told_and_whoever_holds_none_is_disabled() -> None:
    gone, moved, office = make_account(), make_account(), organisation_id()
    hold_post(moved.officer_id, office, ("specialist",))
    for account in (gone, moved):
        with transaction.atomic():
            announce(
                PostEnded(
                    officer_id=account.officer_id or 0,
                    position_id=1,
                    organisation_id=office,
                    on=TODAY,
                ),
                subject=f"officer:{account.officer_id}",
            )
    deliver_all(timezone.now())
    gone.refresh_from_db()
    moved.refresh_from_db()
    assert (gone.is_active, gone.deactivation_reason) == (False, maintenance.LEFT)
    assert moved.is_active
    assert OutboxEvent.objects.filter(name="identity.RightsChanged").count() == 2
    assert OutboxEvent.objects.filter(name="identity.AccountClosed").count() == 1


def test_a_unit_administrator_reaches_the_own_units_people_only() -> None:
    office, elsewhere = organisation_id(), organisation_id()
    division = organisation_id(office)
    keeper, inside, outside = make_account(), make_account(), make_account()
    give_role(keeper, "unit_admin", office)
    hold_post(inside.officer_id, division, ("specialist",))
    hold_post(outside.officer_id, elsewhere, ("specialist",))
    by = public.actor_for(keeper.pk, TUESDAY)
    assert set(visible_accounts(by, at=TUESDAY)) == {inside}
    roles.grant_role(inside.pk, grant("counter_clerk", division), by=by, at=TUESDAY)
    block_account(inside.pk, reason="nghỉ", by=by, at=TUESDAY)
    with pytest.raises(AccountOfAnotherUnit):
        block_account(outside.pk, reason="nghỉ", by=by, at=TUESDAY)
    with pytest.raises(RoleNotYoursToGive):
        roles.grant_role(inside.pk, grant("leader", division), by=by, at=TUESDAY)
    for place in (elsewhere, None):
        with pytest.raises(AccountOfAnotherUnit):
            roles.grant_role(inside.pk, grant("clerk", place), by=by, at=TUESDAY)


def test_a_new_tree_is_seen_once_a_reorganisation_is_told() -> None:
    office = organisation_id()
    account = make_account()
    give_role(account, "counter_clerk", office)
    assert public.actor_for(account.pk, TUESDAY).places(RECEIVE) == frozenset({office})
    below = organisation_id(office)
    with transaction.atomic():
        announce(
            OrganisationsReorganised(reorganisation_id=1, on=TODAY, pairs=()), subject="reorg:1"
        )
    deliver_all(timezone.now())
    assert public.actor_for(account.pk, TUESDAY).places(RECEIVE) == frozenset({office, below})


def test_a_new_unit_is_seen_within_a_minute_without_being_told() -> None:
    office = organisation_id()
    account = make_account()
    give_role(account, "counter_clerk", office)
    public.actor_for(account.pk, TUESDAY)
    below = organisation_id(office)
    later = TUESDAY + timedelta(seconds=61)
    assert public.actor_for(account.pk, later).places(RECEIVE) == frozenset({office, below})


def test_what_no_role_gives_is_denied() -> None:
    permissions.declare({"identity.test_orphan": "Không ai"})
    try:
        for role in definitions.roles():
            if definitions.roles()[role].holds == "everyone":
                continue
            account = make_account()
            give_role(account, role)
            assert not public.actor_for(account.pk, TUESDAY).may("identity.test_orphan")
    finally:
        permissions._titles.pop("identity.test_orphan")


def test_an_actor_costs_four_queries_without_a_post_and_six_with_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    account = make_account()
    give_role(account, "counter_clerk", organisation_id())
    public.actor_for(account.pk, TUESDAY)  # now the tree and the roles are known to this process
    with django_assert_num_queries(4):
        public.actor_for(account.pk, TUESDAY)
    hold_post(account.officer_id, organisation_id(), ("counter_clerk",))
    public.actor_for(account.pk, TUESDAY)
    with django_assert_num_queries(6):
        public.actor_for(account.pk, TUESDAY)


def test_a_role_is_given_with_a_decision_and_told() -> None:
    account, place = make_account(), organisation_id()
    by = public.actor_for(administrator().pk, TUESDAY)
    given = roles.grant_role(account.pk, grant("counter_clerk", place), by=by, at=TUESDAY)
    assert public.actor_for(account.pk, TUESDAY).may(RECEIVE, place)
    line = AuditEntry.objects.filter(action="identity.grant_role").get()
    assert line.subject == f"account:{account.pk}"
    assert "QĐ 12/QĐ-UBND" in line.content
    assert OutboxEvent.objects.filter(name="identity.RightsChanged").count() == 1
    assert given.recorded_by == by.name


def test_the_same_role_twice_at_one_place_is_refused_by_the_database() -> None:
    account, place = make_account(), organisation_id()
    by = system_actor("test")
    roles.grant_role(account.pk, grant("counter_clerk", place), by=by, at=TUESDAY)
    with pytest.raises(AlreadyGranted):
        roles.grant_role(account.pk, grant("counter_clerk", place), by=by, at=TUESDAY)
    assert RoleGrant.objects.count() == 1
    roles.grant_role(account.pk, grant("counter_clerk"), by=by, at=TUESDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        give_role(account, "counter_clerk")


def test_a_grant_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(GrantEmpty):
        roles.grant_role(
            make_account().pk,
            grant("clerk", ends_before=TODAY),
            by=system_actor("test"),
            at=TUESDAY,
        )


def test_taking_a_role_away_works_at_once_and_keeps_what_was_known() -> None:
    account, place = make_account(), organisation_id()
    before = give_role(account, "counter_clerk", place)
    later = TUESDAY + timedelta(hours=1)
    left = roles.revoke_role(
        before.pk, ends_before=TODAY, reason="thôi việc", by=system_actor("test"), at=later
    )
    assert not public.actor_for(account.pk, later).may(RECEIVE)
    before.refresh_from_db()
    assert before.validity.upper is None
    assert before.recorded.upper == later
    assert left is not None
    assert left.validity.upper == TODAY
    with pytest.raises(GrantNotFound):
        roles.revoke_role(
            before.pk, ends_before=TODAY, reason="x", by=system_actor("test"), at=TUESDAY
        )


def test_a_grant_of_the_future_that_is_taken_away_leaves_nothing() -> None:
    account = make_account()
    future = give_role(account, "counter_clerk", since=date(2027, 1, 1))
    left = roles.revoke_role(
        future.pk, ends_before=TODAY, reason="đổi ý", by=system_actor("test"), at=TUESDAY
    )
    assert left is None


def test_nobody_gives_a_role_to_the_own_account() -> None:
    account = administrator()
    by = public.actor_for(account.pk, TUESDAY)
    with pytest.raises(OwnRights):
        roles.grant_role(account.pk, grant("auditor"), by=by, at=TUESDAY)


def test_a_unit_administrator_gives_only_what_belongs_there() -> None:
    by_account, place, other = (
        make_account(type="administrative"),
        organisation_id(),
        make_account(),
    )
    give_role(by_account, "unit_admin", place)
    by = public.actor_for(by_account.pk, TUESDAY)
    with pytest.raises(AccountOfAnotherUnit):
        roles.grant_role(other.pk, grant("counter_clerk", place), by=by, at=TUESDAY)
    assert not RoleGrant.objects.filter(account=other).exists()


@pytest.mark.parametrize("role", ["citizen", "account_holder", "no_such_role"])
def test_a_role_that_everybody_has_or_nobody_knows_is_not_given(role: str) -> None:
    with pytest.raises(RoleUnknown):
        roles.grant_role(make_account().pk, grant(role), by=system_actor("test"), at=TUESDAY)


def test_a_role_is_given_by_those_whom_it_names_only() -> None:
    auditor = administrator("auditor")
    permissions_before = definitions._defaults["auditor"] | {"identity.grant_role"}
    definitions._defaults["auditor"] = permissions_before
    try:
        by = public.actor_for(auditor.pk, TUESDAY)
        with pytest.raises(RoleNotYoursToGive):
            roles.grant_role(make_account().pk, grant("operator"), by=by, at=TUESDAY)
    finally:
        definitions._defaults["auditor"] -= {"identity.grant_role"}


def test_a_clerk_gives_nobody_anything() -> None:
    clerk = make_account()
    give_role(clerk, "counter_clerk", organisation_id())
    with pytest.raises(PermissionMissing):
        roles.grant_role(
            make_account().pk,
            grant("clerk"),
            by=public.actor_for(clerk.pk, TUESDAY),
            at=TUESDAY,
        )


def test_changing_a_role_is_seen_at_once_by_everybody_and_noted() -> None:
    account, place = make_account(), organisation_id()
    give_role(account, "counter_clerk", place)
    by = system_actor("test")
    assert not public.actor_for(account.pk, TUESDAY).may(APPROVE)
    roles.change_role("counter_clerk", APPROVE, granted=True, reason="thử", by=by, at=TUESDAY)
    assert public.actor_for(account.pk, TUESDAY).may(APPROVE, place)
    roles.change_role("counter_clerk", RECEIVE, granted=False, reason="thử", by=by, at=TUESDAY)
    assert not public.actor_for(account.pk, TUESDAY).may(RECEIVE)
    assert public.roles_that_may(APPROVE) == {"counter_clerk", "leader"}
    lines = AuditEntry.objects.filter(action="identity.change_role")
    assert [line.subject for line in lines] == ["role:counter_clerk"] * 2


def test_changing_a_role_back_leaves_no_difference() -> None:
    by = system_actor("test")
    roles.change_role("counter_clerk", APPROVE, granted=True, reason="a", by=by, at=TUESDAY)
    roles.change_role("counter_clerk", APPROVE, granted=False, reason="b", by=by, at=TUESDAY)
    assert not RolePermission.objects.exists()


def test_unknown_roles_and_permissions_are_not_changed() -> None:
    by = system_actor("test")
    with pytest.raises(RoleUnknown):
        roles.change_role("king", RECEIVE, granted=True, reason="x", by=by, at=TUESDAY)
    with pytest.raises(PermissionUnknown):
        roles.change_role("clerk", "x.y_z", granted=True, reason="x", by=by, at=TUESDAY)


def test_what_a_rolled_back_change_left_in_memory_counts_nothing() -> None:
    account = make_account()
    give_role(account, "counter_clerk")
    with transaction.atomic():
        roles.change_role(
            "counter_clerk", APPROVE, granted=True, reason="x", by=system_actor("t"), at=TUESDAY
        )
        assert public.actor_for(account.pk, TUESDAY).may(APPROVE)
        transaction.set_rollback(True)
    assert not public.actor_for(account.pk, TUESDAY).may(APPROVE)


def test_a_module_cannot_give_what_is_not_declared_or_to_whom_is_not_known() -> None:
    with pytest.raises(ValueError, match="not declared"):
        public.grant_by_default("clerk", ["cases.no_such_thing"])
    with pytest.raises(ValueError, match="no role"):
        public.grant_by_default("king", [RECEIVE])


@pytest.mark.parametrize("role", list(definitions.roles().values()), ids=lambda role: role.code)
def test_every_role_says_who_gives_it_in_vietnamese(role: definitions.RoleDefinition) -> None:
    assert role.title
    assert role.about
    assert set(role.granted_by) <= set(definitions.roles())
    assert bool(role.granted_by) == (role.holds != "everyone")
