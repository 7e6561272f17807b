// Additions to single controls: calendar, type-ahead, chosen files, one submit at a time.
import { all, one, said } from "./dom";

function calendar(box: HTMLElement): void {
  const text = one<HTMLInputElement>("input:not([type=date])", box);
  const picker = one<HTMLInputElement>("input[type=date]", box);
  const button = one<HTMLButtonElement>("button", box);
  if (!text || !picker || !button || typeof picker.showPicker !== "function") return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const typed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.value.trim());
    picker.value = typed ? `${typed[3]}-${typed[2].padStart(2, "0")}-${typed[1].padStart(2, "0")}` : "";
    picker.showPicker();
  });
  picker.addEventListener("change", () => {
    const [year, month, day] = picker.value.split("-");
    if (!day) return;
    text.value = `${day}/${month}/${year}`;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  });
}

class Combo {
  private readonly hidden: HTMLInputElement;
  private readonly text: HTMLInputElement;
  private readonly list: HTMLElement;
  private timer = 0;
  private asked = 0;

  constructor(
    box: HTMLElement,
    private readonly url: string,
  ) {
    this.hidden = one<HTMLInputElement>("input[type=hidden]", box)!;
    this.text = one<HTMLInputElement>("input[type=text]", box)!;
    this.list = one("[role=listbox]", box)!;
    this.text.setAttribute("role", "combobox");
    this.text.setAttribute("aria-autocomplete", "list");
    this.text.setAttribute("aria-controls", this.list.id);
    this.text.setAttribute("aria-expanded", "false");
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("blur", () => window.setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = (event.target as HTMLElement).closest<HTMLElement>("[role=option]");
      if (option) this.take(option);
    });
  }

  private options(): HTMLElement[] {
    return all("[role=option]", this.list);
  }

  private typed(): void {
    this.hidden.value = "";
    window.clearTimeout(this.timer);
    if (!this.text.value.trim()) return this.close();
    this.timer = window.setTimeout(() => void this.search(), 180);
  }

  private async search(): Promise<void> {
    const turn = ++this.asked;
    const joined = this.url + (this.url.includes("?") ? "&" : "?") + new URLSearchParams({ q: this.text.value });
    try {
      const answer = await fetch(joined);
      if (!answer.ok || turn !== this.asked) return;
      this.list.innerHTML = await answer.text();
    } catch {
      return; // without a connection the text is still sent with the form
    }
    this.options().forEach((option, index) => (option.id = `${this.list.id}_${index}`));
    this.list.hidden = false;
    this.text.setAttribute("aria-expanded", "true");
  }

  private key(event: KeyboardEvent): void {
    const options = this.options();
    const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length && !this.list.hidden) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark(options[(now + step + options.length) % options.length]);
    } else if (event.key === "Enter" && now >= 0 && !this.list.hidden) {
      event.preventDefault();
      this.take(options[now]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    }
  }

  private mark(chosen: HTMLElement): void {
    for (const option of this.options()) option.setAttribute("aria-selected", String(option === chosen));
    this.text.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  private take(option: HTMLElement): void {
    this.hidden.value = option.dataset.value ?? "";
    this.text.value = option.dataset.label ?? "";
    this.close();
    this.hidden.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private close(): void {
    this.list.hidden = true;
    this.list.replaceChildren();
    this.text.setAttribute("aria-expanded", "false");
    this.text.removeAttribute("aria-activedescendant");
  }
}

function files(box: HTMLElement): void {
  const input = one<HTMLInputElement>("input[type=file]", box);
  const list = one("ul", box);
  if (!input || !list) return;
  for (const words of all(":scope > [hidden]:not(ul)", box)) words.hidden = false;
  input.classList.add("vh"); // the browser's own words are in its language, not in the page's
  const show = (): void => {
    list.hidden = !input.files?.length;
    list.replaceChildren(
      ...[...(input.files ?? [])].map((file) => {
        const line = document.createElement("li");
        const size = new Intl.NumberFormat("vi", { maximumFractionDigits: 1 }).format(file.size / 1024 / 1024);
        line.textContent = `${file.name} · ${size} MB`;
        return line;
      }),
    );
  };
  input.addEventListener("change", show);
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    box.classList.add("over");
  });
  box.addEventListener("dragleave", () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("over");
    if (event.dataTransfer?.files.length) {
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

/** The pressed button says what is going on, keeps its width, and a second press does nothing. */
function busy(event: SubmitEvent): void {
  const button = event.submitter;
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || !(button instanceof HTMLButtonElement) || form.method === "dialog") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method === "get" || form.hasAttribute("data-download")) return;
  form.dataset.sent = "1";
  button.style.minWidth = `${button.offsetWidth}px`;
  window.setTimeout(() => {
    button.dataset.words = button.innerHTML;
    button.setAttribute("aria-disabled", "true");
    if (button.classList.contains("btn") && !button.classList.contains("icon")) button.textContent = said("Đang gửi…", "Sending…");
  });
}

function again(): void {
  for (const form of all<HTMLFormElement>("form[data-sent]")) delete form.dataset.sent;
  for (const button of all<HTMLButtonElement>("button[data-words]")) {
    button.innerHTML = button.dataset.words ?? "";
    button.removeAttribute("aria-disabled");
    delete button.dataset.words;
  }
}

export function startFields(within: ParentNode = document): void {
  all("[data-calendar]", within).forEach(calendar);
  for (const box of all("[data-combo][data-url]", within)) new Combo(box, box.dataset.url ?? "");
  all("[data-drop]", within).forEach(files);
}

export function startForms(): void {
  document.addEventListener("submit", busy);
  window.addEventListener("pageshow", again);
  document.addEventListener("click", (event) => {
    const disabled = (event.target as HTMLElement).closest("[aria-disabled=true]");
    if (disabled) event.preventDefault();
  });
  document.addEventListener("htmx:afterSettle", (event) => startFields(event.target as HTMLElement));
  one("[data-focus]")?.focus();
}
