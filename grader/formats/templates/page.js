"use strict";
// The page reads whole without this; it adds the filter, links, copying and keys.
(() => {
  const byId = (id) => document.getElementById(id);
  const cards = [...document.querySelectorAll(".check")];
  const groups = [...document.querySelectorAll(".group")];
  const toggles = [...document.querySelectorAll(".toggle")];
  const box = byId("q"), count = document.querySelector(".count"), none = document.querySelector(".none");
  const details = (card) => card.firstElementChild;
  const summary = (card) => details(card).firstElementChild;
  let texts = null;

  // Lower-cased text of every check, read once: by the first filter, or while nothing else is done.
  const index = () => (texts ??= cards.map((card) => card.textContent.toLowerCase()));
  const chosen = () => toggles.filter((b) => b.getAttribute("aria-pressed") === "true").map((b) => b.dataset.outcome);

  function filter() {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean), outcomes = chosen();
    const all = words.length ? index() : null;
    let shown = 0;
    cards.forEach((card, i) => {
      const fits = (!outcomes.length || outcomes.includes(card.dataset.outcome)) && words.every((w) => all[i].includes(w));
      if (card.hidden === fits) card.hidden = !fits;
      if (fits) shown += 1;
    });
    for (const group of groups) group.hidden = !group.querySelector(".check:not([hidden])");
    none.hidden = shown > 0;
    count.textContent = count.dataset.text.replace("{shown}", shown).replace("{all}", cards.length);
  }

  // The filter's state stands in the address, so that a view can be kept and sent.
  function remember() {
    const state = new URLSearchParams();
    if (box.value) state.set("q", box.value);
    if (chosen().length) state.set("show", chosen().join(","));
    const text = state.toString();
    try { history.replaceState(null, "", text ? `#?${text}` : "#"); } catch { location.replace(`#?${text}`); }
  }
  function recall() {
    if (location.hash.startsWith("#?")) {
      const state = new URLSearchParams(location.hash.slice(2)), show = (state.get("show") ?? "").split(",");
      box.value = state.get("q") ?? "";
      for (const b of toggles) b.setAttribute("aria-pressed", String(show.includes(b.dataset.outcome)));
    } else if (location.hash.length > 1) {
      const target = byId(decodeURIComponent(location.hash.slice(1))), card = target?.closest(".check");
      if (card) { card.hidden = false; details(card).open = true; focusOn(card); }
    }
    filter();
  }
  const changed = () => { filter(); remember(); };
  function clear() {
    box.value = "";
    for (const b of toggles) b.setAttribute("aria-pressed", "false");
    changed();
  }

  function focusOn(card) {
    summary(card).focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }
  function go(step, wanted = () => true) {
    const seen = cards.filter((card) => !card.hidden);
    let at = seen.findIndex((card) => card.contains(document.activeElement));
    if (at < 0 && step < 0) at = seen.length;
    for (at += step; at >= 0 && at < seen.length; at += step) if (wanted(seen[at])) return focusOn(seen[at]);
  }
  const openAll = (open) => { for (const card of cards) if (!card.hidden) details(card).open = open; };

  async function copy(button) {
    const text = button.dataset.copy ?? `${location.href.split("#")[0]}#${button.dataset.link}`;
    try { await navigator.clipboard.writeText(text); } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    const label = button.textContent;
    if (label === count.dataset.copied) return;
    button.textContent = count.dataset.copied;
    setTimeout(() => { button.textContent = label; }, 1500);
  }

  const keys = {
    "/": () => { box.focus(); box.select(); },
    j: () => go(1), k: () => go(-1),
    f: () => go(1, (card) => card.dataset.outcome === "failed" || card.dataset.outcome === "error"),
    o: () => { const card = document.activeElement.closest?.(".check"); if (card) { details(card).open = !details(card).open; focusOn(card); } },
    "?": () => byId("keys").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || byId("keys").open) return;
    const typing = event.target.closest?.("input, textarea, select");
    if (event.key === "Escape" && (typing === box || box.value || chosen().length)) { clear(); box.blur(); return; }
    const act = typing || !byId("use-keys").checked ? null : keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.classList.contains("copy")) copy(button);
    else if (button.classList.contains("toggle")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      changed();
    }
  });
  byId("open-all").addEventListener("click", () => openAll(true));
  byId("close-all").addEventListener("click", () => openAll(false));
  byId("help").addEventListener("click", keys["?"]);
  byId("clear").addEventListener("click", () => { clear(); box.focus(); });
  box.addEventListener("input", changed);
  addEventListener("hashchange", recall);

  // Browsers without ::details-content print only what is open.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of closed) one.open = false; });

  document.querySelector(".bar").hidden = false;
  for (const button of document.querySelectorAll(".copy")) button.hidden = false;
  recall();
  // Following a fragment takes the focus away once more, at the end of loading.
  addEventListener("load", () => setTimeout(recall));
  (window.requestIdleCallback ?? setTimeout)(index);
})();
