"use strict";
// Keeps the page alive: puts in what changed, and leaves alone what its reader opened or typed.
(() => {
  const start = JSON.parse(document.getElementById("grader-live").textContent);
  const live = document.createElement("section");
  live.className = "live";
  live.setAttribute("role", "status");
  document.body.prepend(live);

  const card = (id) => document.getElementById(`check-${id}`)?.closest(".check");
  const line = (kind, text) => {
    const made = document.createElement("p");
    made.className = kind;
    made.textContent = text;
    return made;
  };

  function bar(told) {
    const lines = told.step.map(({ words, last }, at) => {
      if (at === 0) return line("now", words + last);
      const made = line("look", words), code = document.createElement("code");
      code.textContent = last;
      made.append(code);
      return made;
    });
    live.replaceChildren(line("said", told.said), ...lines);
    live.classList.toggle("trouble", told.trouble);
    live.classList.toggle("done", told.done);
    live.classList.remove("lost");
  }

  const parsed = (text) => {
    const made = document.createElement("template");
    made.innerHTML = text;
    for (const button of made.content.querySelectorAll(".copy")) button.hidden = false;
    return made.content;
  };

  // The parts of a card that fold, each by its kind and its number among those.
  const folds = (box) => {
    const seen = {};
    return new Map([...box.querySelectorAll("details")].map((one) => {
      seen[one.className] = (seen[one.className] ?? 0) + 1;
      return [`${one.className} ${seen[one.className]}`, one];
    }));
  };

  // What a reader opened or closed stays so: hints always, the rest until the outcome changes.
  function put(id, text) {
    const old = card(id), fresh = parsed(text).querySelector(".check");
    const same = old.dataset.outcome === fresh.dataset.outcome;
    const were = folds(old);
    for (const [name, one] of folds(fresh)) {
      const was = were.get(name), hint = one.classList.contains("hint");
      if (!was || !(same || hint)) continue;
      one.open = was.open;
      if (was.dataset.unfolded) one.dataset.unfolded = "yes";
    }
    const focused = old.contains(document.activeElement) && document.activeElement.tagName === "SUMMARY";
    old.dataset.outcome = fresh.dataset.outcome;
    old.className = fresh.className;
    old.replaceChildren(...fresh.childNodes);
    if (focused) old.querySelector("summary").focus({ preventScroll: true });
  }

  function mark(told) {
    for (const one of document.querySelectorAll(".check")) {
      const id = one.querySelector(".body").id.slice("check-".length);
      const is = told.changed.includes(id);
      one.classList.toggle("changed", is);
      if (is) one.setAttribute("aria-description", start.new); else one.removeAttribute("aria-description");
      const hints = [...one.querySelectorAll("details.hint")];
      hints.slice(0, told.hints[id] ?? 0).forEach((hint, i) => {
        if (hint.dataset.unfolded) return;
        hint.dataset.unfolded = "yes";
        hint.open = true;
      });
    }
  }

  // The filter's buttons are those of the first page; one that nothing fits any more is of no use.
  function count() {
    for (const button of document.querySelectorAll(".toggle")) {
      const all = document.querySelectorAll(`.check[data-outcome="${button.dataset.outcome}"]`).length;
      button.querySelector(".n").textContent = all;
      button.hidden = !all && button.getAttribute("aria-pressed") !== "true";
    }
  }

  function take(told) {
    if (told.ids) {
      const here = [...document.querySelectorAll(".check .body")].map((one) => one.id.slice("check-".length));
      if (told.run !== start.run || here.join() !== told.ids.join()) return location.reload();
    }
    bar(told);
    if (told.top) document.querySelector(".top").replaceWith(parsed(told.top).querySelector(".top"));
    if (told.next !== undefined) {
      for (const old of document.querySelectorAll("main > .next")) old.remove();
      document.querySelector("main").prepend(parsed(told.next));
    }
    for (const [id, text] of Object.entries(told.cards ?? {})) put(id, text);
    mark(told);
    count();
    if (told.title) document.title = told.title;
    document.documentElement.dataset.serial = String(Number(document.documentElement.dataset.serial ?? 0) + 1);
  }

  bar(start);
  if (document.querySelector(".check")) mark(start);
  const source = new EventSource("events");
  source.addEventListener("state", (event) => take(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    live.classList.add("lost");
    live.firstElementChild.textContent = start.lost;
  });
})();
