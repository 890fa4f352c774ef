// On every page: the search key, menus that close, questions before acts that cannot be taken back, files dropped anywhere.
import { el, typing } from "./dom";
import { takeFiles } from "./upload/upload";
import { say } from "./words";

addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const find = document.querySelector<HTMLInputElement>("#find");
  if (!find || event.defaultPrevented) return;
  event.preventDefault();
  find.focus();
  find.select();
});

function closeMenus(except?: Node | null): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    if (!except || !menu.contains(except)) menu.open = false;
  }
}

addEventListener("click", (event) => closeMenus(event.target as Node));
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector<HTMLDetailsElement>("details.menu[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary")?.focus();
});

let reached = false;

addEventListener("submit", (event) => {
  const button = event.submitter;
  const question = button instanceof HTMLElement ? button.dataset["ask"] : undefined;
  if (question && !reached && !confirm(question)) event.preventDefault();
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || reached || navigator.onLine || form.method !== "post") return;
  // The browser's page of a lost connection would take the place of what was typed. A server on this computer needs no network.
  event.preventDefault();
  fetch(location.pathname, { method: "HEAD", cache: "no-store" }).then(
    () => {
      reached = true;
      form.requestSubmit(button);
      reached = false;
    },
    () => {
      form.querySelector(":scope > .note")?.remove();
      form.prepend(el("p", { class: "note bad", role: "alert" }, say("form_offline")));
    },
  );
});

// A select or checkbox that is a filter acts at once; without script there is a button.
addEventListener("change", (event) => {
  const form = event.target instanceof HTMLElement ? event.target.closest<HTMLFormElement>("form[data-at-once]") : null;
  form?.requestSubmit();
});

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

if (document.body.dataset["write"] === "yes" || document.getElementById("uploads")) takeFiles();
