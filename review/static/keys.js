"use strict";
// One key for each thing that the page's buttons and links do; they stay the buttons and links that they are.
(() => {
  const ITEMS = "[data-item]";
  const message = document.getElementById("message");
  let current = null; // the id of the item that the keys are about
  let undoLater = false; // z was pressed before the answer told what there is to undo

  const byId = (id) => (id ? document.getElementById(id) : null);
  const items = () => [...document.querySelectorAll(ITEMS)];
  const isOpen = (item) => !item.hasAttribute("data-done") && !item.hasAttribute("aria-busy");

  function mark(item) {
    for (const other of document.querySelectorAll("[aria-current=step]")) other.removeAttribute("aria-current");
    current = item.id;
    item.setAttribute("aria-current", "step");
  }

  function choose(item) {
    if (!item) return;
    mark(item);
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  }

  function neighbour(from, step) {
    const all = items();
    const rest = step > 0 ? all.slice(all.indexOf(from) + 1) : all.slice(0, Math.max(all.indexOf(from), 0)).reverse();
    return rest.find(isOpen);
  }

  function move(step) {
    const from = byId(current);
    const next = neighbour(from, step);
    if (next) choose(next);
    else if (step > 0) byId("older")?.click();
  }

  function within(root, name) {
    const all = [...(root?.querySelectorAll(`[data-key="${CSS.escape(name)}"]`) ?? [])];
    return all.find((one) => !one.parentElement.closest("details:not([open])"));
  }

  // The search and the list of keys are the page's, not an item's.
  const ofPage = (name) => (name === "?" || name === "/" ? within(document, name) : null);

  function press(target) {
    if (target.tagName !== "DETAILS") return target.click();
    target.open = !target.open;
    if (target.open) target.querySelector("button, summary").focus();
    target.scrollIntoView({ block: "nearest" });
  }

  // What is typed beside an open form is meant for it; only the decisions' own forms and folds take keys.
  function isTyping(target) {
    const elsewhere = "input, textarea, select, form:not(.actions, .undo), details:not([data-key]) > summary";
    return document.querySelector(".edit[open]") || target.isContentEditable || target.closest(elsewhere);
  }

  function isInView(item) {
    const { top, bottom, height } = item.getBoundingClientRect();
    const seen = Math.min(bottom, innerHeight) - Math.max(top, 0);
    return 2 * seen >= Math.min(height, innerHeight);
  }

  function leave(target) {
    const form = target.closest(".edit[open]");
    if (form) {
      form.open = false;
      return form.querySelector("summary").focus();
    }
    const item = byId(current);
    if (!item) return;
    for (const one of item.querySelectorAll("details[open]")) one.open = false;
    document.activeElement.blur();
    item.focus({ preventScroll: true });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return leave(event.target);
    if (isTyping(event.target)) return;
    const item = byId(current);
    if (event.key.length === 1 && document.documentElement.dataset.keys === "off") return;
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      move(event.key === "j" ? 1 : -1);
    } else if (event.key === "z" && document.querySelector("[aria-busy]")) {
      undoLater = true;
    } else if (event.key.length === 1) {
      const target = within(event.key === "z" ? message : item, event.key) ?? ofPage(event.key);
      if (!target) return;
      event.preventDefault();
      // Nobody decides what is not before the eyes.
      if (item?.contains(target) && !isInView(item)) return choose(item);
      press(target);
    }
  });

  document.addEventListener("focusin", (event) => {
    const item = event.target.closest?.(ITEMS);
    if (item && item.id !== current) mark(item);
  });

  // What unfolds comes into view whole; a fact's form takes what is typed next.
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (!target.open || !target.closest(ITEMS)) return;
      const field = target.matches(".edit") && target.querySelector("textarea, input:not([type=hidden])");
      if (field) field.focus();
      if (field) field.select();
      target.scrollIntoView({ block: "nearest" });
    },
    true,
  );

  // Reasons may unfold under the pointer: the second click of a double one means none of them.
  let unfolded = -Infinity;
  document.addEventListener(
    "click",
    (event) => {
      const fold = event.detail && event.target.closest?.(".actions details");
      if (fold && !fold.open) unfolded = event.timeStamp;
      else if (fold && event.timeStamp - unfolded < 500) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    true,
  );

  // The next item is there before the answer is.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const item = form.closest(ITEMS);
    if (!form.matches(".actions[data-hx-post]") || !item) return;
    item.setAttribute("aria-busy", "true");
    choose(neighbour(item, 1) ?? neighbour(item, -1) ?? item);
  });

  // What collapses above leaves what is looked at where it is.
  let held = null;
  document.addEventListener("htmx:before:swap", () => {
    const item = byId(current);
    held = item ? { item, top: item.getBoundingClientRect().top } : null;
  });
  document.addEventListener("htmx:after:swap", (event) => {
    const undone = event.detail.ctx.sourceElement.dataset?.undoes;
    if (event.detail.ctx.sourceElement.matches?.("form")) message.hidden = false;
    if (undone) {
      const back = byId(undone);
      if (!back) return location.reload(); // it was decided before this page was made
      return choose(back);
    }
    if (held?.item.isConnected) window.scrollBy(0, held.item.getBoundingClientRect().top - held.top);
    const item = byId(current);
    if (item && !item.hasAttribute("aria-current")) choose(isOpen(item) ? item : (neighbour(item, 1) ?? item));
    if (undoLater && !document.querySelector("[aria-busy]")) {
      undoLater = false;
      within(message, "z")?.click();
    }
  });

  // A message that was closed stays closed until there is another.
  const told = () => message.textContent.trim();
  message?.addEventListener("click", (event) => {
    if (!event.target.closest(".close")) return;
    sessionStorage.setItem("closed", told());
    message.hidden = true;
    byId(current)?.focus({ preventScroll: true });
  });
  if (message) message.hidden = sessionStorage.getItem("closed") === told();

  function failed() {
    for (const item of document.querySelectorAll("[aria-busy]")) item.removeAttribute("aria-busy");
    if (!message) return;
    message.textContent = message.dataset.failed;
    message.hidden = false;
  }
  document.addEventListener("htmx:error", failed);
  document.addEventListener("htmx:response:error", (event) => {
    if (event.detail.ctx.response.status !== 409) failed();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-key=o]");
    const item = link?.closest(ITEMS);
    // Coming back, the page stands where it was left.
    if (item) history.replaceState(null, "", `#${item.id}`);
  });

  // From a visit back to the order one came from.
  const way = document.querySelector("a[data-key=q]");
  if (document.querySelector(".desk")) sessionStorage.setItem("queue", location.pathname + location.search);
  else if (way) way.href = (sessionStorage.getItem("queue") ?? "/") + way.hash;

  const first = byId(location.hash.slice(1))?.closest(ITEMS) ?? items().find(isOpen);
  if (first) location.hash ? choose(first) : mark(first);
})();
