"""The loading process: runs every step as the runtime role, then tells the sample people."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import django
from django.conf import settings

from tinhso.config.console import say
from tinhso.config.launch import screen
from tinhso.config.launch.following import follow_launcher


def main() -> None:
    """Run the steps; write the sample people to the given file descriptor."""
    options = argparse.ArgumentParser()
    options.add_argument("--people", type=int, required=True)
    chosen = options.parse_args()
    follow_launcher()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.config.settings.development")
    django.setup()
    # The modules behind these can be imported only when Django is ready.
    from tinhso.config.launch.loaded import is_loaded, remember_loaded  # noqa: PLC0415
    from tinhso.config.launch.people import sample_people  # noqa: PLC0415
    from tinhso.config.launch.steps import steps  # noqa: PLC0415

    home = Path(settings.HOME)
    if not is_loaded(home):
        for step in steps():
            with screen.step(say(step.vietnamese, step.english)) as progress:
                step.load(progress)
        remember_loaded(home)
    with os.fdopen(chosen.people, "w") as pipe:
        pipe.write(screen.people_as_text(sample_people()))


if __name__ == "__main__":
    main()
