"use strict";
// The page reads whole without this; it adds the filter, links, copying and keys.
(() => {
  const byId = (id) => document.getElementById(id);
  const cards = [...document.querySelectorAll(".check")];
  const groups = [...document.querySelectorAll(".group")], lots = [...document.querySelectorAll(".lot")];
  const toggles = [...document.querySelectorAll(".toggle")];
  const box = byId("q"), count = document.querySelector(".count"), none = document.querySelector(".none");
  const details = (card) => card.firstElementChild;
  const summary = (card) => details(card).firstElementChild;
  const visible = (card) => shown.has(card);
  const pressed = (button) => button.getAttribute("aria-pressed") === "true";
  const chosen = () => toggles.filter(pressed).map((button) => button.dataset.outcome);

  // Lower-cased text of every check, read once: by the first filter, or while nothing else is done.
  let texts = null;
  const index = () => (texts ??= cards.map((card) => card.textContent.toLowerCase()));
  const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 16, { timeRemaining: () => 8 }));

  // What fitted last, by number, and for which filter: one letter more can only leave fewer.
  // `shown` are the cards that fit, with the lots and the groups that they stand in.
  let fitting = cards.map((_, i) => i), last = { text: null }, shown = new Set([...cards, ...lots, ...groups]);

  function fit() {
    const text = box.value.toLowerCase(), words = text.split(/\s+/).filter(Boolean), outcomes = chosen();
    const narrower = text.startsWith(last.text) && outcomes.join() === last.outcomes;
    if (words.length) index();
    const fits = (i) => (!outcomes.length || outcomes.includes(cards[i].dataset.outcome)) && words.every((word) => texts[i].includes(word));
    const before = fitting;
    fitting = (narrower ? fitting : [...cards.keys()]).filter(fits);
    last = { text, outcomes: outcomes.join() };
    return !narrower || fitting.length < before.length;
  }
  function turn(all) {
    let left = 0;
    for (const one of all) {
      if (one.hidden === shown.has(one)) one.hidden = !one.hidden;
      left += !one.hidden;
    }
    return left;
  }
  // Lots that come into sight are turned at once, those further off when there is time. A lot that
  // is hidden whole stays as it is inside.
  let later = [];
  function turnLots() {
    later = lots.filter((lot) => shown.has(lot));
    const many = document.body.classList.contains("many");
    const first = many ? Math.max(later.findIndex((lot) => lot.getBoundingClientRect().bottom > 0), 0) : 0;
    let at = first;
    for (let room = many ? 2 * innerHeight : Infinity; at < later.length && room > 0; at++) room -= turn(later[at].children) * 60;
    later.splice(first, at - first);
    if (later.length) idle(turnLater);
  }
  function turnLater(deadline) {
    while (later.length && deadline.timeRemaining() > 2) turn(later.shift().children);
    if (later.length) idle(turnLater);
  }
  function filter() {
    if (!fit()) return;
    shown = new Set();
    for (const i of fitting) shown.add(cards[i]).add(cards[i].parentElement).add(cards[i].parentElement.parentElement);
    turn(groups);
    turn(lots);
    turnLots();
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
    turn(card.parentElement.children);
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
    for (const lot of later.splice(0)) turn(lot.children);
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of closed) one.open = false; });

  document.querySelector(".bar").hidden = false;
  for (const button of document.querySelectorAll(".copy")) button.hidden = false;
  recall();
  // Following a fragment takes the focus away once more, at the end of loading. A filter is left
  // alone: somebody may be typing by then.
  addEventListener("load", () => setTimeout(() => { if (/^#[^?]/.test(location.hash)) recall(); }));
  (window.requestIdleCallback ?? setTimeout)(index);
})();
