"""Side actions of a dossier: each a page that says what it does and to which dossier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kernel.actor import Actor
from tinhso.kernel.http import actor_of, refusals_shown_on
from tinhso.kernel.numerals import short_moment
from tinhso.kernel.permissions import require
from tinhso.modules.cases.commands import change_time, end_case, fees, handover, opinions
from tinhso.modules.cases.commands.supplement import request_supplement
from tinhso.modules.cases.commands.work_on_case import assign_case
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.web.staff import preview, side_forms
from tinhso.modules.cases.web.staff.access import case_of, posted
from tinhso.modules.cases.web.staff.bulk import people_for
from tinhso.ui.views import combo_options

PROCESS, ASSIGN, RECEIVE = "cases.process_case", "cases.assign_case", "cases.receive_case"
Text = str | Promise
Run = Callable[[Case, Any, Actor, datetime], object]


@dataclass(frozen=True, slots=True)
class SideAct:
    """One side action: its words, its form, what it runs."""

    title: Text
    button: Text
    effect: Text
    done: Text
    form: type[side_forms.SideForm]
    run: Run
    permission: str = PROCESS
    naming: Text = ""
    """For acts of law: the sentence with which the officer confirms them."""
    kind: str = "primary"
    options: Callable[[Case], dict[str, Any]] = field(default=lambda _case: {})
    note: Callable[[Case, Any], str] | None = None
    """What the page works out beforehand, such as the new due moment."""
    warning: Callable[[Case], Text] = field(default=lambda _case: "")
    """What speaks against it in this dossier; "" when nothing does."""


def page_of(act: SideAct) -> Callable[[HttpRequest, UUID], HttpResponse]:
    """The view of a side action."""

    def view(request: HttpRequest, public_id: UUID) -> HttpResponse:
        case, by = case_of(request, public_id, act.permission)
        form = act.form(posted(request), naming=named(act.naming, case), **act.options(case))
        only_looks = "look" in request.POST
        if form.is_valid() and not only_looks:
            with refusals_shown_on(form):
                act.run(case, form, by, timezone.now())
                messages.success(request, named(act.done, case))
                return redirect("cases:dossier", public_id)
        noted = act.note(case, form) if act.note else ""
        if only_looks:
            for name in [name for name in form.errors if name != "new_day"]:
                del form.errors[name]
        context = {
            "act": act,
            "case": case,
            "form": form,
            "noted": noted,
            "warning": act.warning(case),
            "may_look": act.note is not None,
        }
        return render(request, "cases/staff/side_act.html", context)

    return view


def named(text: Text, case: Case) -> str:
    facts = {
        "code": case.code,
        "name": case.applicant_name,
        "procedure": case.procedure_name,
    }
    return str(text) % facts if text else ""


# --- what each one runs --------------------------------------------------------------------------


def _supplement(case: Case, form: side_forms.SupplementForm, by: Actor, at: datetime) -> None:
    request_supplement(case.id, items=form.items, reason=form.cleaned_data["reason"], by=by, at=at)


def _second_supplement(case: Case) -> Text:
    if not case.supplement_count:
        return ""
    return _(
        "Hồ sơ này đã yêu cầu bổ sung %(n)s lần. Từ lần thứ hai, Bộ chỉ số theo QĐ 766/QĐ-TTg "
        "tính hồ sơ là trễ hạn, dù trả kết quả đúng ngày hẹn."
    ) % {"n": case.supplement_count}


def _opinion(case: Case, form: side_forms.OpinionForm, by: Actor, at: datetime) -> None:
    told = form.cleaned_data
    question = opinions.Question(
        organisation_id=int(told["organisation"]),
        text=told["text"],
        working_days=told["working_days"],
        is_mandatory=told["is_mandatory"],
    )
    opinions.ask_opinion(case.id, question=question, by=by, at=at)


def _cancel_opinion(
    case: Case, form: side_forms.CancelOpinionForm, by: Actor, at: datetime
) -> None:
    told = form.cleaned_data
    opinions.cancel_opinion(int(told["opinion"]), reason=told["reason"], by=by, at=at)


def _asked_of(case: Case) -> dict[str, Any]:
    waiting = case.opinions.filter(answered_at__isnull=True, cancelled_at__isnull=True)
    return {"asked": [(str(row.id), row.organisation_name) for row in waiting]}


def _fee(case: Case, form: side_forms.FeeForm, by: Actor, at: datetime) -> None:
    told = form.cleaned_data
    fees.ask_fee(case.id, title=told["title"], amount=told["amount"], by=by, at=at)


def _extend(case: Case, form: side_forms.ExtensionForm, by: Actor, at: datetime) -> None:
    told = form.cleaned_data
    change_time.extend_case(case.id, new_day=told["new_day"], reason=told["reason"], by=by, at=at)


def _apologise(case: Case, form: side_forms.ApologyForm, by: Actor, at: datetime) -> None:
    told = form.cleaned_data
    change_time.apologise(case.id, new_day=told["new_day"], reason=told["reason"], by=by, at=at)


def _extended_words(case: Case, form: Any) -> str:  # noqa: ANN401
    """The old promise, and the new one as the clock reckons it."""
    parts = []
    if case.due_at is not None:
        parts.append(_("Ngày hẹn đang có: %(at)s.") % {"at": short_moment(case.due_at)})
    day = form.cleaned_data.get("new_day") if form.is_bound else None
    if day is not None:
        due = preview.extended_to(case, day, timezone.now())
        if due is None:
            parts.append(_("Không tính được ngày hẹn mới."))
        else:
            parts.append(_("Ngày hẹn mới: %(at)s.") % {"at": short_moment(due)})
    return " ".join(parts)


def _suspend(case: Case, form: side_forms.SuspendForm, by: Actor, at: datetime) -> None:
    told = form.cleaned_data
    change_time.suspend_case(case.id, reason=told["reason"], source=told["source"], by=by, at=at)


def _resume(case: Case, form: Any, by: Actor, at: datetime) -> None:  # noqa: ANN401
    change_time.resume_case(case.id, by=by, at=at)


def _stop(case: Case, form: side_forms.ReasonForm, by: Actor, at: datetime) -> None:
    end_case.stop_case(case.id, reason=form.cleaned_data["reason"], by=by, at=at)


def _hand_over(case: Case, form: side_forms.HandOverForm, by: Actor, at: datetime) -> None:
    told = form.cleaned_data
    handover.hand_over_case(
        case.id,
        organisation_id=int(told["organisation"]),
        reason=told["reason"],
        by=by,
        at=at,
    )


def _assign(case: Case, form: side_forms.AssignForm, by: Actor, at: datetime) -> None:
    told = form.cleaned_data
    assign_case(case.id, officer_id=int(told["officer"]), reason=told["reason"], by=by, at=at)


def _withdraw(case: Case, form: side_forms.ReasonForm, by: Actor, at: datetime) -> None:
    end_case.withdraw_at_counter(case.id, reason=form.cleaned_data["reason"], by=by, at=at)


ACTS = {
    "supplement": SideAct(
        title=gettext_lazy("Yêu cầu bổ sung"),
        button=gettext_lazy("Gửi yêu cầu bổ sung"),
        effect=gettext_lazy(
            "Người nộp nhận phiếu mẫu 02 liệt kê đủ một lần mọi thứ còn thiếu. Thời hạn dừng "
            "theo quy định của thủ tục cho đến khi nhận bổ sung."
        ),
        done=gettext_lazy("Đã yêu cầu bổ sung hồ sơ %(code)s (mẫu 02)."),
        form=side_forms.SupplementForm,
        run=_supplement,
        permission="cases.view_case",
        warning=_second_supplement,
    ),
    "opinion": SideAct(
        title=gettext_lazy("Xin ý kiến cơ quan khác"),
        button=gettext_lazy("Gửi xin ý kiến"),
        effect=gettext_lazy(
            "Cơ quan được hỏi xem được hồ sơ và phải trả lời đúng hạn. Thời hạn của cơ quan ta "
            "tạm dừng; ngày hẹn với người dân vẫn giữ nguyên."
        ),
        done=gettext_lazy("Đã xin ý kiến về hồ sơ %(code)s."),
        form=side_forms.OpinionForm,
        run=_opinion,
    ),
    "cancel_opinion": SideAct(
        title=gettext_lazy("Thôi chờ ý kiến"),
        button=gettext_lazy("Thôi chờ"),
        effect=gettext_lazy("Hồ sơ đi tiếp mà không cần ý kiến này; lý do ghi vào lịch sử."),
        done=gettext_lazy("Đã thôi chờ ý kiến về hồ sơ %(code)s."),
        form=side_forms.CancelOpinionForm,
        run=_cancel_opinion,
        options=_asked_of,
    ),
    "fee": SideAct(
        title=gettext_lazy("Yêu cầu nộp phí, lệ phí"),
        button=gettext_lazy("Gửi yêu cầu nộp"),
        effect=gettext_lazy(
            "Người nộp nhận thông báo khoản phải nộp. Thời hạn dừng đến khi nộp xong."
        ),
        done=gettext_lazy("Đã yêu cầu nộp phí cho hồ sơ %(code)s."),
        form=side_forms.FeeForm,
        run=_fee,
    ),
    "extend": SideAct(
        title=gettext_lazy("Xin lỗi và hẹn lại"),
        button=gettext_lazy("Gửi văn bản xin lỗi"),
        effect=gettext_lazy(
            "Người nộp nhận văn bản xin lỗi (mẫu 04) với ngày hẹn mới. Phải gửi trước khi ngày "
            "hẹn cũ qua đi, và chỉ một lần."
        ),
        done=gettext_lazy("Đã xin lỗi và hẹn lại hồ sơ %(code)s (mẫu 04)."),
        form=side_forms.ExtensionForm,
        run=_extend,
        naming=gettext_lazy("Hẹn lại hồ sơ %(code)s của %(name)s, không hẹn thêm lần nữa"),
        note=_extended_words,
    ),
    "apologise": SideAct(
        title=gettext_lazy("Gửi thư xin lỗi"),
        button=gettext_lazy("Gửi thư xin lỗi"),
        effect=gettext_lazy(
            "Người nộp nhận thư xin lỗi vì đã quá ngày hẹn, có lý do và ngày sẽ có kết quả. Hồ sơ "
            "vẫn được tính là quá hạn."
        ),
        done=gettext_lazy("Đã gửi thư xin lỗi về hồ sơ %(code)s."),
        form=side_forms.ApologyForm,
        run=_apologise,
    ),
    "suspend": SideAct(
        title=gettext_lazy("Tạm dừng tính thời hạn"),
        button=gettext_lazy("Tạm dừng"),
        effect=gettext_lazy(
            "Mọi đồng hồ của hồ sơ dừng từ bây giờ. Người nộp thấy lý do và căn cứ."
        ),
        done=gettext_lazy("Đã tạm dừng tính thời hạn hồ sơ %(code)s."),
        form=side_forms.SuspendForm,
        run=_suspend,
        permission=ASSIGN,
    ),
    "resume": SideAct(
        title=gettext_lazy("Tính tiếp thời hạn"),
        button=gettext_lazy("Tính tiếp"),
        effect=gettext_lazy("Đồng hồ chạy tiếp với thời gian còn lại; ngày hẹn lùi theo."),
        done=gettext_lazy("Đã tính tiếp thời hạn hồ sơ %(code)s."),
        form=side_forms.SureForm,
        run=_resume,
        permission=ASSIGN,
    ),
    "stop": SideAct(
        title=gettext_lazy("Dừng giải quyết"),
        button=gettext_lazy("Dừng giải quyết"),
        effect=gettext_lazy(
            "Hồ sơ kết thúc không có kết quả. Người nộp nhận thông báo mẫu 05; khoản đã nộp "
            "chờ hoàn trả. Việc này không hoàn tác được, người nộp phải nộp hồ sơ mới."
        ),
        done=gettext_lazy("Đã dừng giải quyết hồ sơ %(code)s (mẫu 05)."),
        form=side_forms.ReasonForm,
        run=_stop,
        naming=gettext_lazy("Dừng giải quyết hồ sơ %(code)s của %(name)s"),
        kind="danger",
    ),
    "handover": SideAct(
        title=gettext_lazy("Bàn giao sang cơ quan khác"),
        button=gettext_lazy("Gửi bàn giao"),
        effect=gettext_lazy(
            "Cơ quan nhận phải xác nhận; trước lúc đó cơ quan ta vẫn chịu trách nhiệm. Ngày hẹn "
            "với người dân không đổi."
        ),
        done=gettext_lazy("Đã gửi bàn giao hồ sơ %(code)s."),
        form=side_forms.HandOverForm,
        run=_hand_over,
    ),
    "assign": SideAct(
        title=gettext_lazy("Giao việc"),
        button=gettext_lazy("Giao việc"),
        effect=gettext_lazy("Người được giao giữ hồ sơ ở bước này và nhận thông báo."),
        done=gettext_lazy("Đã giao hồ sơ %(code)s."),
        form=side_forms.AssignForm,
        run=_assign,
        permission=ASSIGN,
        options=lambda case: {"people": people_for([case])},
    ),
    "withdraw": SideAct(
        title=gettext_lazy("Rút hồ sơ theo yêu cầu của người nộp"),
        button=gettext_lazy("Rút hồ sơ"),
        effect=gettext_lazy(
            "Ghi nhận văn bản rút hồ sơ của người nộp. Hồ sơ kết thúc, không hoàn tác được."
        ),
        done=gettext_lazy("Đã rút hồ sơ %(code)s."),
        form=side_forms.ReasonForm,
        run=_withdraw,
        permission=RECEIVE,
        naming=gettext_lazy("Rút hồ sơ %(code)s của %(name)s"),
        kind="danger",
    ),
}  # fmt: skip


def agencies(request: HttpRequest) -> HttpResponse:
    """Lines of the type-ahead for agencies."""
    require(actor_of(request), "cases.view_case")
    return combo_options(request, side_forms.search_agencies(request.GET.get("q", "")))
