"""click in Vietnamese: headings, usage, refusals; and one way out for every Problem."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from tinhso.config.console import Problem, language, say

INTERRUPTED = 130
_HEADINGS = {"Options": "Tùy chọn", "Commands": "Lệnh"}


class _Formatter(click.HelpFormatter):
    """click's help with the headings of the language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, say("Cách dùng: ", "Usage: "))

    def write_heading(self, heading: str) -> None:
        super().write_heading(say(_HEADINGS.get(heading, heading), heading))


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help speaks the language."""

    context_class = _Context

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        words = {"[OPTIONS]": "[TÙY CHỌN]", "COMMAND [ARGS]...": "LỆNH [THAM SỐ]..."}
        pieces = super().collect_usage_pieces(ctx)
        return [say(words.get(piece, piece), piece) for piece in pieces]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("Hiện phần hướng dẫn này.", "Show this help.")
        return option


class Group(Command, click.Group):
    """A group of commands; the outermost turns a refusal into a sentence and an exit code."""

    command_class = Command

    def main(self, args: Sequence[str] | None = None, *_: Any, **extra: Any) -> Any:  # noqa: ANN401
        """Run and exit: 0 done, otherwise the code that `tinhso --help` explains."""
        extra |= {"standalone_mode": False, "prog_name": "tinhso"}
        try:
            result = super().main(args, **extra)
            sys.exit(result if isinstance(result, int) else 0)
        except click.exceptions.NoArgsIsHelpError as asked:
            _stop(asked.format_message(), 2)
        except click.UsageError as refusal:
            _stop(_usage(refusal), 2)
        except click.ClickException as refusal:
            _stop(refusal.format_message(), refusal.exit_code)
        except Problem as problem:
            _stop(str(problem), problem.exit_code)
        except (click.Abort, KeyboardInterrupt):
            _stop(say("Đã dừng theo yêu cầu.", "Stopped on request."), INTERRUPTED)


Group.group_class = Group


def _usage(refusal: click.UsageError) -> str:
    if language() == "en":
        sentence = refusal.format_message()
    elif isinstance(refusal, click.NoSuchOption):
        sentence = f"Không có tùy chọn {refusal.option_name}."
    elif isinstance(refusal, click.NoSuchCommand):
        sentence = f"Không có lệnh {refusal.command_name}."
    elif isinstance(refusal, click.MissingParameter):
        name = refusal.param.get_error_hint(refusal.ctx) if refusal.param and refusal.ctx else ""
        sentence = "Thiếu " + name.replace("'", "") + "."
    elif isinstance(refusal, click.BadParameter):
        sentence = f"Giá trị không hợp lệ: {refusal.format_message()}"
    else:
        sentence = f"Lệnh chưa đúng: {refusal.format_message()}"
    path = refusal.ctx.command_path if refusal.ctx else "tinhso"
    hint = say(f"Xem {path} --help.", f"See {path} --help.")
    return f"{sentence} {hint} [usage]"


def _stop(sentence: str, code: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(code)
