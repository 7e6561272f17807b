"""Questions about cases: functions that change nothing."""
