"use strict";
// The page reads whole without this; it adds finding a student, sorting, and opening by a link.
(() => {
  const box = document.getElementById("q"), count = document.querySelector(".count");
  const table = document.querySelector("table"), body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
  const plain = (text) => text.normalize("NFC").toLowerCase();
  const named = heads.filter((head) => !head.matches(".num, .of")).length;
  const rows = [...body.rows].map((row, at) => ({
    row, at, text: plain([...row.cells].slice(0, named).map((cell) => cell.textContent).join(" ")),
  }));

  function find() {
    const wanted = plain(box.value).trim();
    let shown = 0;
    for (const { row, text } of rows) shown += !(row.hidden = wanted !== "" && !text.includes(wanted));
    count.textContent = count.dataset.text.replace("{shown}", shown).replace("{all}", rows.length);
  }
  box.addEventListener("input", find);
  box.closest("label").hidden = false;

  // Upwards, downwards, then in the roster's order again. Who has no score comes first: it is they
  // who need something done.
  const compared = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  function sort(column, way) {
    heads.forEach((head, at) => at === column ? head.setAttribute("aria-sort", way) : head.removeAttribute("aria-sort"));
    if (way === "none") heads[column].removeAttribute("aria-sort");
    const score = heads[column].classList.contains("num");
    const key = ({ row }) => score ? Number(row.cells[column].dataset.value ?? -1) : row.cells[column].textContent;
    const less = score ? (a, b) => key(a) - key(b) : (a, b) => compared(key(a), key(b));
    const turn = { ascending: 1, descending: -1, none: 0 }[way];
    body.append(...[...rows].sort((a, b) => turn * less(a, b) || a.at - b.at).map(({ row }) => row));
  }
  heads.forEach((head, column) => {
    if (head.classList.contains("of")) return;
    const button = document.createElement("button");
    button.className = "sorter";
    button.title = table.dataset.sort;
    button.textContent = head.textContent;
    button.addEventListener("click", () => {
      const next = { ascending: "descending", descending: "none" };
      sort(column, next[head.getAttribute("aria-sort")] ?? "ascending");
    });
    head.replaceChildren(button);
  });

  const open = () => {
    const part = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (part instanceof HTMLDetailsElement) part.open = true;
  };
  addEventListener("hashchange", open);
  open();
  // Browsers without ::details-content print only what is open.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of closed) one.open = false; });
})();
