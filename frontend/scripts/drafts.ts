// Drafts save themselves and say so; unsaved changes are not lost by leaving or by a broken connection.
import { all, csrfToken, kept, one } from "./dom";

const QUIET_MS = 1_500;
const RETRY_MS = 15_000;
const ICON =
  '<svg class="i" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="7"/><path d="m6.8 10.2 2.3 2.3 4.2-4.6"/></svg>';

type State = "dirty" | "saving" | "saved" | "failed" | "offline";

class Draft {
  private timer = 0;
  private readonly key: string;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly status: HTMLElement,
    private readonly url: string,
  ) {
    this.key = `draft:${url}`;
    this.restore();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", () => this.stop());
    window.addEventListener("online", () => void this.save());
  }

  private values(): URLSearchParams {
    const sent = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken") sent.append(name, value);
    }
    return sent;
  }

  private changed(): void {
    this.show("dirty");
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), QUIET_MS);
  }

  private stop(): void {
    window.clearTimeout(this.timer);
    kept.drop(this.key);
  }

  private async save(): Promise<void> {
    const values = this.values();
    if (!navigator.onLine) {
      kept.set(this.key, values.toString());
      this.show("offline");
      return;
    }
    this.show("saving");
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        body: values,
        headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
      });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      kept.drop(this.key);
      this.show("saved");
    } catch {
      kept.set(this.key, values.toString());
      this.show(navigator.onLine ? "failed" : "offline");
      this.timer = window.setTimeout(() => void this.save(), RETRY_MS);
    }
  }

  /** What could not be sent last time is put back and sent again. */
  private restore(): void {
    const left = kept.get(this.key);
    if (!left) return;
    const values = new URLSearchParams(left);
    for (const name of new Set(values.keys())) {
      for (const field of all<HTMLInputElement>(`[name="${CSS.escape(name)}"]`, this.form)) {
        if (field.type === "file" || field.type === "hidden") continue;
        if (field.type === "checkbox" || field.type === "radio") field.checked = values.getAll(name).includes(field.value);
        else field.value = values.get(name) ?? "";
      }
    }
    void this.save();
  }

  private show(state: State): void {
    const time = new Intl.DateTimeFormat("vi", { hour: "2-digit", minute: "2-digit" }).format(new Date());
    this.status.dataset.state = state;
    const words = this.status.dataset[state] ?? "";
    const text = document.createElement("span");
    text.textContent = state === "saved" ? `${words} ${time}` : words;
    this.status.innerHTML = state === "saved" ? ICON : "";
    this.status.append(text);
    this.form.toggleAttribute("data-unsaved", state !== "saved");
  }
}

function guard(form: HTMLFormElement): void {
  form.addEventListener("input", () => form.setAttribute("data-unsaved", ""));
  form.addEventListener("submit", () => form.removeAttribute("data-unsaved"));
}

export function startDrafts(): void {
  for (const status of all("[data-autosave]")) {
    const form = status.closest("form") ?? one<HTMLFormElement>("form[data-draft]");
    if (form) {
      guard(form);
      new Draft(form, status, status.dataset.autosave ?? "");
    }
  }
  for (const form of all<HTMLFormElement>("form[data-guard]")) guard(form);
  window.addEventListener("beforeunload", (event) => {
    if (one("form[data-unsaved]")) event.preventDefault();
  });
}
