"""How every form of the product is drawn: label, hint, error, control, in that order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import Template
from django.utils.html import html_safe
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

_OURS = {
    "django/forms/widgets/radio.html": "ui/forms/choices.html",
    "django/forms/widgets/checkbox_select.html": "ui/forms/choices.html",
}
"""Widget templates of Django that we draw differently."""


@html_safe
class UiBoundField(BoundField):
    """A field on a form: `{{ form.name }}` draws it all, `.as_widget` the control."""

    def __str__(self) -> SafeString:
        return self.as_hidden() if self.is_hidden else self.as_field_group()

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        chosen = widget or self.field.widget
        made: dict[str, Any] = super().build_widget_attrs(attrs, chosen)
        made.pop("required", None)  # our own sentences, not the browser's
        if isinstance(
            chosen, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple
        ):
            if self.use_fieldset:
                made.pop("aria-invalid", None)
            return made
        if not chosen.is_hidden:
            if self.field.required:
                made["aria-required"] = "true"
            if not isinstance(chosen, forms.FileInput):
                own = f"{chosen.attrs.get('class', '')} {made.get('class', '')}".split()
                made["class"] = " ".join(dict.fromkeys(["input", *own]))
        return made

    @property
    def sentences(self) -> list[str]:
        """The errors of this field as a person reads them; "required" says what to enter."""
        found: list[str] = []
        for error in self.errors.as_data():
            found += [self._asked()] if self._is_bare_required(error) else list(error.messages)
        return found

    @property
    def is_optional(self) -> bool:
        """Whether to write "(không bắt buộc)"; off with `marks_optional = False` on the form."""
        return (
            not self.field.required
            and getattr(self.form, "marks_optional", True)
            and not isinstance(self.field.widget, forms.CheckboxInput)
        )

    @property
    def is_single_check(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def focus_id(self) -> str:
        """Where the error summary leads: the control, or the first choice of a group."""
        if self.use_fieldset and isinstance(self.field.widget, forms.RadioSelect):
            return f"{self.auto_id}_0"
        return str(self.auto_id)

    def _is_bare_required(self, error: ValidationError) -> bool:
        return (
            getattr(error, "code", None) == "required"
            and error.message == forms.Field.default_error_messages["required"]
        )

    def _asked(self) -> str:
        label = str(self.label)
        if len(label) > 1 and label[1:2].islower():
            label = label[0].lower() + label[1:]
        widget = self.field.widget
        if isinstance(widget, forms.FileInput):
            return _("Đính kèm %(what)s") % {"what": label}
        if isinstance(widget, forms.CheckboxInput):
            return _("Đánh dấu ô “%(what)s”") % {"what": self.label}
        if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
            return _("Chọn %(what)s") % {"what": label}
        return _("Nhập %(what)s") % {"what": label}


class Renderer(DjangoTemplates):
    """Django's forms in the look of the product; set as FORM_RENDERER."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = UiBoundField

    def get_template(self, template_name: str) -> Template:
        found: Template = super().get_template(_OURS.get(template_name, template_name))
        return found


def error_count(form: forms.BaseForm | None) -> int:
    """How many sentences a form carries, its own and those of its fields."""
    return len(error_lines(form)) if form is not None else 0


def error_lines(form: forms.BaseForm) -> list[tuple[str, str]]:
    """(id of the control or "", sentence) in the order of the fields, the form's own first."""
    if not form.is_bound:
        return []
    lines = [("", str(sentence)) for sentence in form.non_field_errors()]
    for field in form:
        if not isinstance(field, UiBoundField):
            lines += [(str(field.auto_id), str(error)) for error in field.errors]
            continue
        target = "" if field.is_hidden else field.focus_id
        lines += [(target, sentence) for sentence in field.sentences]
    return lines
