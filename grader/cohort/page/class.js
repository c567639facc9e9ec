"use strict";
(() => {
  const box = document.getElementById("q");
  if (!box) return;
  box.closest("label").hidden = false;
  const rows = [...document.querySelectorAll("tbody tr")].map((row) => ({
    row,
    text: [...row.cells].slice(0, 3).map((cell) => cell.textContent).join(" ").normalize("NFC").toLowerCase(),
  }));
  box.addEventListener("input", () => {
    const wanted = box.value.normalize("NFC").toLowerCase().trim();
    for (const { row, text } of rows) row.hidden = wanted !== "" && !text.includes(wanted);
  });
  const open = () => {
    const part = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (part instanceof HTMLDetailsElement) part.open = true;
  };
  window.addEventListener("hashchange", open);
  open();
})();
