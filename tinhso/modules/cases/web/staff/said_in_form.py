"""What the application form said, as the fields of the result: nobody types it a second time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

# Field of the result: question of the e-form (procedures/forms, blocks `child` and `person`).
SAID = {
    "child_name": "child_full_name",
    "child_ethnic": "child_ethnicity",
    "child_nationality": "child_nationality",
    "child_birthplace": "child_birth_place",
    "child_origin": "child_origin_place",
    "declarant": "requester_full_name",
    "person_ethnic": "person_ethnicity",
    "person_nationality": "person_nationality",
    "person_home": "person_residence",
    "person_number": "person_personal_number",
} | {
    f"{parent}_{field}": f"{parent}_{question}"
    for parent in ("mother", "father")
    for field, question in (
        ("name", "full_name"),
        ("ethnic", "ethnicity"),
        ("nationality", "nationality"),
        ("home", "residence"),
    )
}
DAYS = {"child_born": "child_birth_date", "person_born": "person_birth_date"}
YEARS = {"mother_born": "mother_birth_date", "father_born": "father_birth_date"}
SEXES = {"nu": "Nữ", "nam": "Nam"}


def result_values(answers: Mapping[str, object]) -> dict[str, object]:
    """Values of the result's form that the application already gave."""
    found: dict[str, object] = {
        field: answers[question] for field, question in SAID.items() if answers.get(question)
    }
    for field, question in DAYS.items():
        day = _day(answers.get(question))
        if day is not None:
            found[field] = day
    for field, question in YEARS.items():
        if answers.get(question):
            found[field] = str(answers[question])[:4]
    for who in ("child", "person"):
        sex = SEXES.get(str(answers.get(f"{who}_sex", "")))
        if sex:
            found[f"{who}_sex"] = sex
    return found


def _day(told: object) -> date | None:
    try:
        return date.fromisoformat(str(told))
    except ValueError:
        return None
