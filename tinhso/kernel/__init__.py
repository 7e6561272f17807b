"""What every module stands on: actor, errors, events, commands, audit, files, jobs, clock, text."""
