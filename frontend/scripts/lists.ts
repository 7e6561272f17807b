// Rows of a list: the cursor, the choice, the bulk bar with its live count.
import { all, one } from "./dom";

const rows = (): HTMLTableRowElement[] => all<HTMLTableRowElement>("tr[data-row]");
const box = (row: HTMLElement): HTMLInputElement | null => one<HTMLInputElement>("input.cb", row);
export const currentRow = (): HTMLTableRowElement | null => one<HTMLTableRowElement>("tr[data-row].cur");

export function move(step: number): void {
  const lines = rows();
  if (!lines.length) return;
  const now = lines.findIndex((row) => row.classList.contains("cur"));
  const next = now < 0 ? (step > 0 ? 0 : lines.length - 1) : Math.min(lines.length - 1, Math.max(0, now + step));
  lines.forEach((row, index) => row.classList.toggle("cur", index === next));
  const row = lines[next];
  (one<HTMLAnchorElement>("a[href]", row) ?? box(row))?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

export function choose(): void {
  const row = currentRow();
  const chosen = row && box(row);
  if (chosen) chosen.click();
}

export function openCurrent(): boolean {
  const link = one<HTMLAnchorElement>("[data-open], a[href]", currentRow() ?? document.createElement("i"));
  link?.click();
  return link !== null;
}

export function clearChoice(): boolean {
  const chosen = all<HTMLInputElement>("tr[data-row] input.cb:checked");
  for (const one of chosen) one.checked = false;
  refresh();
  return chosen.length > 0;
}

let lastBox: HTMLInputElement | null = null;

/** Shift chooses everything between the last choice and this one. */
function chooseRange(target: HTMLInputElement): void {
  const boxes = rows().map(box);
  const [from, to] = [boxes.indexOf(lastBox), boxes.indexOf(target)].sort((a, b) => a - b);
  if (from < 0) return;
  for (const one of boxes.slice(from, to + 1)) if (one) one.checked = target.checked;
}

function refresh(): void {
  const boxes = rows().map(box).filter((one): one is HTMLInputElement => one !== null);
  const count = boxes.filter((one) => one.checked).length;
  for (const one of boxes) {
    const row = one.closest("tr");
    row?.classList.toggle("sel", one.checked);
  }
  const every = one<HTMLInputElement>("[data-choose-all]");
  if (every) {
    every.checked = count > 0 && count === boxes.length;
    every.indeterminate = count > 0 && count < boxes.length;
  }
  for (const bar of all("[data-bulk]")) {
    bar.hidden = count === 0;
    const label = one("[data-bulk-count]", bar);
    if (label) label.textContent = (label.dataset.bulkCount ?? "").replace("#", new Intl.NumberFormat("vi").format(count));
  }
}

export function startLists(): void {
  document.addEventListener("change", (event) => {
    const target = event.target as HTMLInputElement;
    if (target.matches("[data-choose-all]")) {
      for (const row of rows()) {
        const chosen = box(row);
        if (chosen) chosen.checked = target.checked;
      }
      refresh();
    } else if (target.matches("tr[data-row] input.cb")) {
      refresh();
    }
  });
  document.addEventListener("click", (event) => {
    const target = event.target as HTMLElement;
    if (target.matches("tr[data-row] input.cb")) {
      if (event.shiftKey) chooseRange(target as HTMLInputElement);
      lastBox = target as HTMLInputElement;
      refresh();
    }
    if (target.closest("[data-unchoose]")) clearChoice();
    const row = target.closest<HTMLTableRowElement>("tr[data-row]");
    if (row) for (const other of rows()) other.classList.toggle("cur", other === row);
  });
  document.addEventListener("htmx:afterSwap", refresh);
  window.addEventListener("pageshow", refresh);
  refresh();
}
