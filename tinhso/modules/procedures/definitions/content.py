"""The text of one procedure version: what its JSONB column holds, checked on the way in."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Channel = Literal["DIRECT", "ONLINE", "POSTAL"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fee(_Part):
    """One fee line. `amount` is in đồng and only there when the source can be believed."""

    kind: Literal["FEE", "SERVICE_FEE", "PRICE_LEVEL"] = "FEE"
    amount: int | None = Field(default=None, ge=0)
    chargeable: int | None = Field(default=None, ge=0)
    note: str = ""


class Method(_Part):
    """One way to hand in, with its own limit and fees. `time_text` is what a citizen reads."""

    channel: Channel
    time_value: int | None = None
    time_unit: str = ""
    time_text: str = ""
    note: str = ""
    fees: tuple[Fee, ...] = ()


class Paper(_Part):
    """One paper to hand in or show. `code` is unique within the version."""

    code: str = Field(max_length=80)
    name: str
    detail: str = ""
    group: str = ""
    originals: int = Field(default=0, ge=0)
    copies: int = Field(default=0, ge=0)
    required: bool = False
    shown_only: bool = False
    is_application: bool = False
    component_code: str = ""
    form_code: str = ""
    form_files: tuple[str, ...] = ()


class Remark(_Part):
    """A sentence of the source that is no paper."""

    group: str = ""
    text: str


class Coded(_Part):
    code: str = ""
    name: str


class Content(_Part):
    """Everything of a version that is read as a whole and never searched by column."""

    methods: tuple[Method, ...] = ()
    papers: tuple[Paper, ...] = ()
    remarks: tuple[Remark, ...] = ()
    results: tuple[Coded, ...] = ()
    legal_bases: tuple[str, ...] = ()
    subjects: tuple[Coded, ...] = ()
    cases: tuple[Coded, ...] = ()
    steps: str = ""
    requirements: str = ""
    time_note: str = ""
    fee_text: str = ""
    fee_notes: tuple[str, ...] = ()
    reception_address: str = ""
    competent_authority: str = ""
