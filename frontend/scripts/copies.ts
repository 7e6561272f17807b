// "Save this filter": the address holds it, so it is the address that is copied.
import { all } from "./dom";

export function startCopies(): void {
  for (const button of all<HTMLButtonElement>("[data-copy-address]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const url = new URL(location.href);
      url.searchParams.delete("trang");
      void navigator.clipboard.writeText(url.toString()).then(() => {
        button.textContent = button.dataset.copied ?? "";
        button.setAttribute("role", "status");
      });
    });
  }
}
