"use strict";

// Sums while typing, and keys that move from cell to cell. The page works without this file.

(() => {
  const form = document.querySelector("[data-keying]");
  if (!form) return;

  const cells = () => [...form.querySelectorAll("input[data-figure]")];

  // "1.234" → 1234; null for what is no whole number: as ballots.rules.totals.whole_number reads it.
  function wholeNumber(text) {
    const tidy = text.trim().replace(/\s+/g, " ");
    if (!/^(\d{1,9}|\d{1,3}([. ]\d{3})+)$/.test(tidy)) return null;
    return Number(tidy.replace(/[. ]/g, ""));
  }

  const numberIn = (element) => (element ? wholeNumber(element.value ?? element.textContent) : null);

  function addUp(style) {
    const valid = numberIn(style.querySelector('[data-figure="valid"]'));
    for (const line of style.querySelectorAll("[data-line]")) {
      const marks = [...line.querySelectorAll("[data-figure]")].map(numberIn);
      const isWhole = marks.every((mark) => mark !== null);
      const sum = isWhole ? marks.reduce((total, mark) => total + mark, 0) : null;
      const invalid = sum === null || valid === null ? null : valid - sum;
      line.querySelector("[data-sum]").textContent = sum ?? "";
      const output = line.querySelector("[data-invalid]");
      output.textContent = invalid ?? "";
      line.classList.toggle("keying-over", invalid !== null && invalid < 0);
      line.classList.toggle("keying-lacking", invalid !== null && invalid > 0);
    }
  }

  function move(from, steps) {
    const all = cells();
    const target = all[all.indexOf(from) + steps] ?? (steps > 0 ? form.querySelector('[value="submit"]') : null);
    target?.focus();
  }

  // Up and down: the same column of the nearest line that can be typed in.
  function moveLine(from, direction) {
    const column = cells().filter((cell) => cell.dataset.figure === from.dataset.figure);
    column[column.indexOf(from) + direction]?.focus();
  }

  const all = (cell) => cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
  const KEYS = {
    Enter: (cell) => move(cell, 1),
    ArrowDown: (cell) => moveLine(cell, 1),
    ArrowUp: (cell) => moveLine(cell, -1),
    ArrowRight: (cell) => (all(cell) || cell.selectionStart === cell.value.length) && move(cell, 1),
    ArrowLeft: (cell) => (all(cell) || cell.selectionEnd === 0) && move(cell, -1),
  };

  form.addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    if (!act || !event.target.matches("input[data-figure]") || event.isComposing || event.shiftKey) return;
    if (act(event.target) !== false) event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  form.addEventListener("focusin", (event) => {
    if (event.target.matches("input[data-figure]")) event.target.select();
  });
  form.addEventListener("input", (event) => {
    const style = event.target.closest("[data-style]");
    if (style) addUp(style);
  });

  form.querySelectorAll("[data-style]").forEach(addUp);
  const summary = document.getElementById("summary");
  if (summary) summary.focus();
  else cells().find((cell) => cell.value === "")?.focus();
})();
