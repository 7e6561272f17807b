// Keys for staff: J K move, X choose, Enter open, letters act, / filter, ? help, Ctrl K find.
// Off while typing, and can be switched off altogether (WCAG 2.1.4).
import { all, isTyping, kept, one } from "./dom";
import { openDialog } from "./dialogs";
import { choose, clearChoice, currentRow, move, openCurrent } from "./lists";

const OFF = "shortcuts-off";

function visible(element: HTMLElement): boolean {
  return element.getClientRects().length > 0 && element.getAttribute("aria-disabled") !== "true";
}

function press(key: string): boolean {
  const target = all("[data-key]").find((element) => element.dataset.key === key && visible(element));
  target?.click();
  return target !== undefined;
}

function single(event: KeyboardEvent): boolean {
  switch (event.key) {
    case "j":
    case "k":
      // On the page of one thing they lead to its neighbours in the list.
      if (!one("tr[data-row]")) return press(event.key.toUpperCase());
      move(event.key === "j" ? 1 : -1);
      return true;
    case "x":
      choose();
      return true;
    case "/": {
      const filter = one("[data-filter]");
      filter?.focus();
      return filter !== null;
    }
    case "?":
      openDialog("phim-tat", document.activeElement as HTMLElement);
      return true;
    case "e": {
      const act = one<HTMLAnchorElement>("[data-act]", currentRow() ?? document.createElement("i"));
      if (!act) return press("E");
      act.click();
      return true;
    }
    default:
      return event.key.length === 1 && press(event.key.toUpperCase());
  }
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.metaKey) return;
  if (event.ctrlKey) {
    if (event.key.toLowerCase() === "k" && press("Ctrl K")) event.preventDefault();
    return;
  }
  if (one("dialog[open]")) return;
  if (event.key === "Escape" && !isTyping(event.target) && clearChoice()) return;
  if (isTyping(event.target)) return;
  if (event.key === "Enter") {
    const onRow = (event.target as HTMLElement).closest("a, button, summary") === null;
    if (onRow && currentRow() && openCurrent()) event.preventDefault();
    return;
  }
  if (kept.get(OFF) !== null) return;
  if (single(event)) event.preventDefault();
}

export function startShortcuts(): void {
  if (!document.body.hasAttribute("data-shortcuts")) return;
  document.addEventListener("keydown", onKey);
  const off = one<HTMLInputElement>("[data-shortcuts-off]");
  if (!off) return;
  off.checked = kept.get(OFF) !== null;
  off.addEventListener("change", () => (off.checked ? kept.set(OFF, "1") : kept.drop(OFF)));
}
