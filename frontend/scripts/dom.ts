// The few things every part needs.

export const one = <T extends HTMLElement>(selector: string, within: ParentNode = document): T | null =>
  within.querySelector<T>(selector);

export const all = <T extends HTMLElement>(selector: string, within: ParentNode = document): T[] => [
  ...within.querySelectorAll<T>(selector),
];

const english = document.documentElement.lang === "en";

/** A text in the language of the page. */
export const said = (vietnamese: string, inEnglish: string): string => (english ? inEnglish : vietnamese);

export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type)));

export function csrfToken(): string {
  return one<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

/** What is kept on this machine; a browser may refuse, then nothing is kept. */
export const kept = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key: string, value: string): void {
    try {
      localStorage.setItem(key, value);
    } catch {
      // private mode: the page works without it
    }
  },
  drop(key: string): void {
    try {
      localStorage.removeItem(key);
    } catch {
      // nothing was kept
    }
  },
};
