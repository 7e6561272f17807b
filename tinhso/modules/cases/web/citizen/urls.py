"""Addresses of the citizen's pages."""

from django.urls import path

from tinhso.modules.cases.web.citizen import apply, dossier, dossiers, lookup

urlpatterns = [
    path("nop-ho-so/<str:code>/", apply.start, name="apply"),
    path("nop-ho-so/ban-nhap/<uuid:draft_id>/noi-nop/", apply.place, name="apply_place"),
    path("nop-ho-so/ban-nhap/<uuid:draft_id>/buoc/<int:step>/", apply.form_step, name="apply_step"),
    path("nop-ho-so/ban-nhap/<uuid:draft_id>/giay-to/", apply.papers, name="apply_papers"),
    path("nop-ho-so/ban-nhap/<uuid:draft_id>/kiem-tra/", apply.review, name="apply_review"),
    path("nop-ho-so/ban-nhap/<uuid:draft_id>/xoa/", apply.discard, name="apply_discard"),
    path("ho-so/", dossiers.my_cases, name="my_cases"),
    path("ho-so/<uuid:public_id>/", dossier.detail, name="my_case"),
    path("ho-so/<uuid:public_id>/da-nop/", dossier.submitted, name="submitted"),
    path("ho-so/<uuid:public_id>/bo-sung/", dossier.supplement, name="my_supplement"),
    path("ho-so/<uuid:public_id>/rut/", dossier.withdraw, name="my_withdrawal"),
    path("ho-so/<uuid:public_id>/giay/<int:paper_id>/", dossier.paper, name="my_paper"),
    path("ho-so/<uuid:public_id>/ket-qua/", dossier.result, name="my_result"),
    path("tra-cuu/", lookup.lookup, name="lookup"),
]
