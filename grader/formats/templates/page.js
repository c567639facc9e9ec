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
  const visible = (card) => !card.hidden && !card.parentElement.hidden;
  const pressed = (button) => button.getAttribute("aria-pressed") === "true";
  const chosen = () => toggles.filter(pressed).map((button) => button.dataset.outcome);

  // Lower-cased text of every check, read once: by the first filter, or while nothing else is done.
  let texts = null;
  const index = () => (texts ??= cards.map((card) => card.textContent.toLowerCase()));

  // What fitted last, by number, and for which filter: one letter more can only leave fewer.
  let fitting = cards.map((_, i) => i), last = { text: "", outcomes: "" };

  function fit() {
    const text = box.value.toLowerCase(), words = text.split(/\s+/).filter(Boolean), outcomes = chosen();
    const narrower = text.startsWith(last.text) && outcomes.join() === last.outcomes;
    if (words.length) index();
    const fits = (i) => (!outcomes.length || outcomes.includes(cards[i].dataset.outcome)) && words.every((word) => texts[i].includes(word));
    fitting = (narrower ? fitting : [...cards.keys()]).filter(fits);
    last = { text, outcomes: outcomes.join() };
  }
  function filter() {
    fit();
    const shown = new Set(fitting.map((i) => cards[i])), some = new Set(fitting.map((i) => cards[i].parentElement));
    for (const group of groups) if (group.hidden === some.has(group)) group.hidden = !group.hidden;
    // In a group that is hidden whole there is nothing to draw anew.
    for (const card of cards) if (card.hidden === shown.has(card) && some.has(card.parentElement)) card.hidden = !card.hidden;
    none.hidden = fitting.length > 0;
    count.textContent = count.dataset.text.replace("{shown}", fitting.length).replace("{all}", cards.length);
  }

  // The filter's state stands in the address, so that a view can be kept and sent.
  function remember() {
    const state = new URLSearchParams();
    if (box.value) state.set("q", box.value);
    if (chosen().length) state.set("show", chosen().join(","));
    const text = state.toString();
    try { history.replaceState(null, "", text ? `#?${text}` : "#"); } catch { location.replace(`#?${text}`); }
  }
  function set(text, outcomes) {
    box.value = text;
    for (const button of toggles) button.setAttribute("aria-pressed", String(outcomes.includes(button.dataset.outcome)));
    filter();
  }
  function recall() {
    const hash = location.hash, card = hash.startsWith("#?") ? null : byId(decodeURIComponent(hash.slice(1)))?.closest(".check");
    if (hash.startsWith("#?")) {
      const state = new URLSearchParams(hash.slice(2));
      set(state.get("q") ?? "", (state.get("show") ?? "").split(","));
    } else if (!card || !visible(card)) set("", []);
    if (card) { details(card).open = true; focusOn(card); }
  }
  const changed = () => { filter(); remember(); };
  const clear = () => { set("", []); remember(); };

  function focusOn(card) {
    summary(card).focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }
  function go(step, wanted = () => true) {
    const seen = cards.filter(visible);
    let at = seen.findIndex((card) => card.contains(document.activeElement));
    if (at < 0 && step < 0) at = seen.length;
    for (at += step; at >= 0 && at < seen.length; at += step) if (wanted(seen[at])) return focusOn(seen[at]);
  }
  const openAll = (open) => { for (const card of cards) if (visible(card)) details(card).open = open; };

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
      button.setAttribute("aria-pressed", String(!pressed(button)));
      changed();
    }
  });
  byId("open-all").addEventListener("click", () => openAll(true));
  byId("close-all").addEventListener("click", () => openAll(false));
  byId("help").addEventListener("click", keys["?"]);
  byId("clear").addEventListener("click", () => { clear(); box.focus(); });
  // The address is written once the typing rests: on a long page that takes longer than the filter.
  let resting = 0;
  box.addEventListener("input", () => { filter(); clearTimeout(resting); resting = setTimeout(remember, 200); });
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
