// Connection, end of the session, undo, paper preview, the wall's clock.
import { all, one } from "./dom";

const WARN_BEFORE_S = 5 * 60;

function connection(): void {
  const bar = one("[data-connection]");
  if (!bar) return;
  const show = (): void => {
    bar.hidden = navigator.onLine;
  };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
}

function session(): void {
  const bar = one("[data-session]");
  if (!bar) return;
  const seconds = Number(bar.dataset.session);
  let timer = 0;
  const wait = (): void => {
    bar.hidden = true;
    window.clearTimeout(timer);
    // setTimeout holds 24 days at most; longer sessions need no warning
    const delay = Math.max(0, seconds - WARN_BEFORE_S) * 1_000;
    if (delay < 2 ** 31) timer = window.setTimeout(() => (bar.hidden = false), delay);
  };
  one("[data-stay]", bar)?.addEventListener("click", () => {
    void fetch(location.href, { method: "HEAD" }).then((answer) => {
      if (answer.ok && !answer.redirected) wait();
      else location.reload();
    });
  });
  wait();
}

function undo(form: HTMLElement): void {
  const left = one("[data-undo-left]", form);
  let seconds = Number(form.dataset.undo);
  const tick = window.setInterval(() => {
    seconds -= 1;
    if (left) left.textContent = String(seconds);
    if (seconds <= 0) {
      window.clearInterval(tick);
      form.remove();
    }
  }, 1_000);
  form.addEventListener("submit", () => window.clearInterval(tick));
}

function preview(view: HTMLElement): void {
  const tools = one("[data-tools]", view);
  const pages = one(".pages", view);
  if (!tools || !pages) return;
  tools.hidden = false;
  let zoom = 1;
  let turn = 0;
  tools.addEventListener("click", (event) => {
    const target = (event.target as HTMLElement).closest<HTMLElement>("button");
    if (!target) return;
    if (target.dataset.zoom) zoom = Math.min(3, Math.max(0.5, zoom + 0.25 * Number(target.dataset.zoom)));
    else turn = (turn + 90) % 360;
    pages.style.setProperty("--zoom", String(zoom));
    pages.style.setProperty("--turn", `${turn}deg`);
  });
}

function clock(): void {
  const shown = one("[data-clock]");
  if (!shown) return;
  const write = new Intl.DateTimeFormat("vi", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
  window.setInterval(() => (shown.textContent = write.format(new Date())), 1_000);
}

export function startBars(): void {
  connection();
  session();
  clock();
  all("[data-undo]").forEach(undo);
  all("[data-preview]").forEach(preview);
  document.addEventListener("click", (event) => {
    if ((event.target as HTMLElement).closest("[data-print]")) window.print();
  });
}
