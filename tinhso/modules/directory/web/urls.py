"""Addresses of the module's pages."""

from django.urls import path

from tinhso.modules.directory.web.views import (
    areas,
    calendars,
    code_lists,
    officers,
    organisations,
    reorganisations,
    tables,
)

app_name = "directory"

_AREA = "dia-ban/<int:area_id>/"
_ORGANISATION = "co-quan/<int:organisation_id>/"
_POSITION = "vi-tri/<int:position_id>/"
_OFFICER = "can-bo/<int:officer_id>/"
_CALENDAR = "lich/<int:organisation_id>/"
_LIST = "danh-muc/<slug:code>/"
_PLAN = "sap-xep/<int:reorganisation_id>/"

urlpatterns = [
    path("dia-ban/", areas.area_list, name="area_list"),
    path("dia-ban/cau-hoi/", areas.area_questions, name="area_questions"),
    path(_AREA, areas.area, name="area"),
    path(f"{_AREA}sua/", areas.area_change, name="area_change"),
    path(f"{_AREA}ket-thuc/", areas.area_end, name="area_end"),
    path(f"{_AREA}ke-tiep/", areas.area_answer, name="area_answer"),
    path("co-quan/", organisations.organisation_list, name="organisation_list"),
    path(_ORGANISATION, organisations.organisation, name="organisation"),
    path("co-quan/<int:parent_id>/them/", organisations.organisation_add, name="organisation_add"),
    path(f"{_ORGANISATION}sua/", organisations.organisation_change, name="organisation_change"),
    path(f"{_ORGANISATION}ket-thuc/", organisations.organisation_end, name="organisation_end"),
    path(f"{_ORGANISATION}ma-khac/", organisations.organisation_alias, name="organisation_alias"),
    path(f"{_ORGANISATION}vi-tri/", organisations.position_add, name="position_add"),
    path(f"{_POSITION}sua/", organisations.position_change, name="position_change"),
    path(f"{_POSITION}bo/", organisations.position_end, name="position_end"),
    path(f"{_POSITION}bo-nhiem/", officers.appoint, name="appoint"),
    path(f"{_POSITION}uy-quyen/", officers.delegate, name="delegate"),
    path("can-bo/", officers.officer_list, name="officer_list"),
    path("can-bo/them/", officers.officer_add, name="officer_add"),
    path(_OFFICER, officers.officer, name="officer"),
    path(f"{_OFFICER}sua/", officers.officer_change, name="officer_change"),
    path(f"{_OFFICER}thoi-giu/<int:position_id>/", officers.post_end, name="post_end"),
    path("lich/", calendars.calendar_page, name="calendar_of_province"),
    path("lich/gio/", calendars.hours_set, name="hours_set_for_province"),
    path("lich/ngay/", calendars.day_set, name="day_set_for_province"),
    path("lich/ngay/<str:day>/bo/", calendars.day_cancel, name="day_cancel_for_province"),
    path("lich/nhap/", calendars.holidays_import, name="holidays_import"),
    path(_CALENDAR, calendars.calendar_page, name="calendar"),
    path(f"{_CALENDAR}gio/", calendars.hours_set, name="hours_set"),
    path(f"{_CALENDAR}gio/bo/", calendars.hours_drop, name="hours_drop"),
    path(f"{_CALENDAR}ngay/", calendars.day_set, name="day_set"),
    path(f"{_CALENDAR}ngay/<str:day>/bo/", calendars.day_cancel, name="day_cancel"),
    path("danh-muc/", code_lists.code_list_list, name="code_list_list"),
    path("danh-muc/them/", code_lists.code_list_add, name="code_list_add"),
    path(_LIST, code_lists.code_list, name="code_list"),
    path(f"{_LIST}ma/", code_lists.code_set, name="code_set"),
    path(f"{_LIST}ma/<str:item>/", code_lists.code_history, name="code_history"),
    path(f"{_LIST}ma/<str:item>/ket-thuc/", code_lists.code_end, name="code_end"),
    path(f"{_LIST}ma/<str:item>/xoa/", code_lists.code_withdraw, name="code_withdraw"),
    path(f"{_LIST}nhap/", code_lists.code_list_import, name="code_list_import"),
    path(f"{_LIST}tai-ve/", code_lists.code_list_export, name="code_list_export"),
    path("sap-xep/", reorganisations.reorganisation_list, name="reorganisation_list"),
    path("sap-xep/lap/", reorganisations.reorganisation_add, name="reorganisation_add"),
    path(
        "sap-xep/hai-cap/",
        reorganisations.reorganisation_two_tiers,
        name="reorganisation_two_tiers",
    ),
    path(_PLAN, reorganisations.reorganisation, name="reorganisation"),
    path(f"{_PLAN}thay-doi/", reorganisations.reorganisation_lines, name="reorganisation_lines"),
    path(
        f"{_PLAN}nhap-thay-doi/",
        reorganisations.reorganisation_changes,
        name="reorganisation_changes",
    ),
    path(f"{_PLAN}chay-thu/", reorganisations.reorganisation_try, name="reorganisation_try"),
    path(f"{_PLAN}chon/", reorganisations.reorganisation_choose, name="reorganisation_choose"),
    path(f"{_PLAN}duyet/", reorganisations.reorganisation_approve, name="reorganisation_approve"),
    path(f"{_PLAN}hen/", reorganisations.reorganisation_schedule, name="reorganisation_schedule"),
    path(
        f"{_PLAN}thuc-hien/", reorganisations.reorganisation_execute, name="reorganisation_execute"
    ),
    path(
        f"{_PLAN}tien-do/", reorganisations.reorganisation_progress, name="reorganisation_progress"
    ),
    path(f"{_PLAN}kiem-tra/", reorganisations.reorganisation_verify, name="reorganisation_verify"),
    path("nhap/", tables.tables_import, name="tables_import"),
    path("xuat/", tables.tables_export, name="tables_export"),
]
