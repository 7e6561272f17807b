"""Pages for the operator: events that failed, jobs, audit log, who may what."""
