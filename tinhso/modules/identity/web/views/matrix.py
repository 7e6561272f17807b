"""Who may do what, and the page on which a role is given more or less."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tinhso.kernel import permissions
from tinhso.kernel.http import actor_of, refusals_shown_on
from tinhso.modules.identity import definitions
from tinhso.modules.identity.commands.roles import change_role as change
from tinhso.modules.identity.queries import matrix as queries
from tinhso.modules.identity.queries.rights import permissions_of_roles
from tinhso.modules.identity.web.administration_forms import ChangeRoleForm
from tinhso.modules.identity.web.lists import EXPORT, MATRIX, MATRIX_FILE
from tinhso.ui.lists import list_page


def matrix(request: HttpRequest) -> HttpResponseBase:
    """Permissions against roles, as they are now."""
    permissions.require(actor_of(request), "identity.view_matrix")
    context = {"roles": definitions.roles().values()}
    spec = MATRIX_FILE if EXPORT in request.GET else MATRIX
    return list_page(
        request, spec, queries.matrix(), template="identity/matrix.html", context=context
    )


def change_role(request: HttpRequest, role: str, permission: str) -> HttpResponse:
    """Add a permission to a role or take it away, for everybody who holds it."""
    by = actor_of(request)
    permissions.require(by, "identity.change_role")
    if role not in definitions.roles() or permission not in permissions.declared():
        raise Http404
    has_it = permission in permissions_of_roles()[role]
    form = ChangeRoleForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            change(
                role,
                permission,
                granted=not has_it,
                reason=form.cleaned_data["reason"],
                by=by,
                at=timezone.now(),
            )
            messages.success(request, _("Đã bớt quyền.") if has_it else _("Đã thêm quyền."))
            return redirect(reverse("identity:matrix", query={"q": permission}))
    context = {
        "form": form,
        "has_it": has_it,
        "role": definitions.roles()[role],
        "permission": permission,
        "title": permissions.title_of(permission),
        "changes": queries.changes_of(role),
    }
    return render(request, "identity/change_role.html", context)
