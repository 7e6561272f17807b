// A form whose questions depend on each other is fetched anew while its person types on: what they
// changed since it was asked for is newer than the answer, and stays.
import { all, isTyping } from "./dom";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Asked = { values: Map<string, string>; caret?: [number | null, number | null] };

const asked = new WeakMap<XMLHttpRequest, Asked>();

const isTicked = (field: Field): field is HTMLInputElement => field.type === "checkbox" || field.type === "radio";
const nameOf = (field: Field): string => (isTicked(field) ? `${field.name}=${field.value}` : field.name);
const valueOf = (field: Field): string => (isTicked(field) ? String(field.checked) : field.value);
const fields = (within: HTMLElement): Field[] => all<Field>("input[name]:not([type=file]), textarea[name], select[name]", within);
const valuesOf = (within: HTMLElement): Map<string, string> => new Map(fields(within).map((field) => [nameOf(field), valueOf(field)]));

function put(field: Field, value: string): void {
  if (isTicked(field)) field.checked = value === "true";
  else if (!(field instanceof HTMLSelectElement) || [...field.options].some((option) => option.value === value)) field.value = value;
}

function on(event: string, does: (detail: { xhr: XMLHttpRequest; target: HTMLElement }, at: HTMLElement) => void): void {
  document.addEventListener(`htmx:${event}`, (found) => does((found as CustomEvent).detail, found.target as HTMLElement));
}

export function startRefresh(): void {
  on("beforeRequest", ({ xhr, target }) => asked.set(xhr, { values: valuesOf(target) }));
  on("beforeSwap", ({ xhr, target }) => {
    const before = asked.get(xhr);
    if (!before) return;
    const at = document.activeElement as HTMLInputElement;
    const values = new Map([...valuesOf(target)].filter(([name, value]) => before.values.get(name) !== value));
    asked.set(xhr, { values, caret: isTyping(at) ? [at.selectionStart, at.selectionEnd] : undefined });
  });
  on("afterSwap", ({ xhr }, at) => {
    const { values, caret } = asked.get(xhr) ?? { values: new Map<string, string>() };
    for (const field of fields(at)) {
      const value = values.get(nameOf(field));
      if (value === undefined) continue;
      put(field, value);
      if (caret?.[0] != null && field === document.activeElement) (field as HTMLInputElement).setSelectionRange(...caret);
    }
  });
}
