"""The shared code lists that ship."""

from __future__ import annotations

from tinhso.kernel.temporal import Stamp
from tinhso.modules.directory.commands.code_lists import take_over_codes
from tinhso.modules.directory.commands.load_province import shipped
from tinhso.modules.directory.models import CodeList


def load(stamp: Stamp) -> int:
    """Make the lists that are not there yet; return how many."""
    made = 0
    for row in shipped.rows("code_lists", "lists.csv"):
        found, is_new = CodeList.objects.get_or_create(
            code=row["code"],
            defaults={"title": row["title"], "source": row["source"], "kept_by": row["kept_by"]},
        )
        if is_new:
            content = shipped.DATA.joinpath("code_lists", f"{row['code']}.csv").read_bytes()
            take_over_codes(found, content, Stamp(stamp.by, stamp.at, row["source"]))
            made += 1
    return made
