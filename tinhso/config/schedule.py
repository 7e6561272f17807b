"""What runs by itself and when: the one place, by name of job. Times are of Việt Nam."""

from __future__ import annotations

from tinhso.kernel.jobs import daily, every, set_schedule

SCHEDULE = (
    daily("00:05", "directory.tell_of_posts"),
    every(5, "directory.execute_scheduled"),
    daily("01:30", "identity.look_after_accounts"),
    every(10, "kernel.scan_waiting_files"),
    every(1, "kernel.heal_long_tasks"),
    daily("02:15", "kernel.collect_unused_files"),
    daily("02:45", "kernel.forget_old_jobs"),
)

# A worker imports this module when it starts (PROCRASTINATE_IMPORT_PATHS).
set_schedule(SCHEDULE)
