"""Addresses of the operator pages."""

from django.urls import path

from tinhso.config.operator.views import audit, jobs, letters, system

app_name = "operator"
urlpatterns = [
    path("", system.system, name="system"),
    path("thu-da-viet/<str:name>/", system.outgoing_letter, name="outgoing_letter"),
    path("su-kien/", letters.letters, name="letters"),
    path("su-kien/xu-ly-lai/", letters.letters_replay, name="letters_replay"),
    path("su-kien/bo-qua/", letters.letters_drop, name="letters_drop"),
    path("su-kien/<int:delivery_id>/", letters.letter, name="letter"),
    path("viec-nen/", jobs.jobs, name="jobs"),
    path("viec-nen/chay-lai/", jobs.jobs_retry, name="jobs_retry"),
    path("viec-nen/<int:job_id>/", jobs.job, name="job"),
    path("viec-dai/", jobs.long_tasks, name="long_tasks"),
    path("viec-dai/<uuid:task_uuid>/", jobs.long_task, name="long_task"),
    path("viec-dai/<uuid:task_uuid>/tien-do/", jobs.long_task_progress, name="long_task_progress"),
    path("viec-dai/<uuid:task_uuid>/dung/", jobs.long_task_cancel, name="long_task_cancel"),
    path("viec-dai/<uuid:task_uuid>/tep/", jobs.long_task_file, name="long_task_file"),
    path("nhat-ky/", audit.audit, name="audit"),
    path("nhat-ky/kiem-tra/", audit.check, name="audit_check"),
    path("nhat-ky/<int:sequence>/", audit.line, name="audit_line"),
]
