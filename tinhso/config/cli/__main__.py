"""`python -m tinhso.config.cli`, for processes that must run with this very interpreter."""

from tinhso.config.cli import main

main()
