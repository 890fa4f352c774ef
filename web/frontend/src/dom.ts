// Small helpers around the document. Text goes in as text, never as markup.

/** Makes an element; strings among the children become text. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Gives the first match, or fails with the selector's name: the page and the script belong together. */
export function need<T extends Element = HTMLElement>(selector: string, within: ParentNode = document): T {
  const found = within.querySelector<T>(selector);
  if (!found) throw new Error(`missing in the page: ${selector}`);
  return found;
}

/** Tells whether the person is typing. */
export function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Says something to screen readers, and to all for a moment. */
export function announce(words: string): void {
  const place = document.getElementById("said");
  if (place) place.textContent = words;
}

/** Remembers a small choice in this browser; private windows may refuse. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`bpm2sop.${key}`, value);
  } catch {
    // nothing is lost but the choice
  }
}

/** Gives a choice that was remembered. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(`bpm2sop.${key}`);
  } catch {
    return null;
  }
}
