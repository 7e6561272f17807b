// Dialogs, menus and questions before an act. Esc closes, focus returns to where it was.
import { all, one, said } from "./dom";

export function openDialog(id: string, from?: HTMLElement | null): void {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement) || dialog.open) return;
  dialog.showModal();
  dialog.addEventListener("close", () => from?.focus(), { once: true });
}

function onClick(event: MouseEvent): void {
  const target = event.target as HTMLElement;
  const opener = target.closest<HTMLElement>("[data-dialog]");
  if (opener?.dataset.dialog && document.getElementById(opener.dataset.dialog) instanceof HTMLDialogElement) {
    event.preventDefault();
    openDialog(opener.dataset.dialog, opener);
    return;
  }
  if (target.closest("[data-help]")) openDialog("phim-tat", target);
  const closer = target.closest("[data-close]");
  const dialog = closer?.closest("dialog");
  if (dialog?.open) {
    event.preventDefault();
    dialog.close();
  }
  if (target instanceof HTMLDialogElement && target.open) target.close(); // the veil
  for (const menu of all<HTMLDetailsElement>("details.menu[open], details.site-menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
}

function onEscape(event: KeyboardEvent): void {
  if (event.key !== "Escape") return;
  const menu = one<HTMLDetailsElement>("details.menu[open], details.site-menu[open]");
  if (!menu) return;
  menu.open = false;
  one("summary", menu)?.focus();
  event.stopPropagation();
}

/** Asks with the name of the object and the effect; answers whether to go on. */
function ask(question: string, act: string): Promise<boolean> {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  const text = document.createElement("p");
  text.textContent = question;
  text.id = "question";
  dialog.setAttribute("aria-labelledby", "question");
  const yes = button(act, "btn primary");
  const no = button(said("Thôi", "Cancel"), "btn");
  const buttons = document.createElement("p");
  buttons.className = "buttons";
  buttons.append(yes, no);
  const body = document.createElement("div");
  body.className = "body";
  body.style.paddingTop = "1.25rem";
  body.append(text, buttons);
  dialog.append(body);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    yes.addEventListener("click", () => dialog.close("yes"));
    no.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      answer(dialog.returnValue === "yes");
      dialog.remove();
    });
  });
}

function button(text: string, css: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = css;
  made.textContent = text;
  return made;
}

async function onConfirm(event: MouseEvent): Promise<void> {
  const asked = (event.target as HTMLElement).closest<HTMLButtonElement>("button[data-confirm]");
  if (!asked || asked.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await ask(asked.dataset.confirm ?? "", asked.firstChild?.textContent?.trim() || asked.textContent?.trim() || ""))) {
    asked.focus();
    return;
  }
  asked.dataset.confirmed = "1";
  asked.click();
  delete asked.dataset.confirmed;
}

export function startDialogs(): void {
  document.addEventListener("click", (event) => void onConfirm(event), true);
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onEscape, true);
}
