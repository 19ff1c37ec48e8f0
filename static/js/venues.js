"use strict";

// Moves an official's possible venues between the two columns, by dragging or by buttons, and keeps the fields of the
// form in step. The page works without this file, by the fields alone.

(() => {
  const board = document.getElementById("venues");
  const form = document.getElementById("venue-form");
  if (!board || !form) return;

  const slots = Number(board.dataset.slots);
  const taken = board.querySelector('[data-column="taken"]');
  const left = board.querySelector('[data-column="left"]');
  const fields = [...form.querySelectorAll('select[name^="slot-"]')];
  const said = document.getElementById("venues-said");

  for (const field of fields) field.closest(".mb-3")?.classList.add("no-js-only");

  // What was sent and came back with an error stands in the fields.
  function readFields() {
    const wanted = fields.map((field) => field.value).filter(Boolean);
    for (const unit of wanted) place(board.querySelector(`[data-unit="${unit}"]`), taken, null);
    for (const item of [...taken.children]) {
      if (wanted.length && !wanted.includes(item.dataset.unit)) place(item, left, left.firstElementChild);
    }
  }

  function writeFields() {
    const units = [...taken.children].map((item) => item.dataset.unit);
    fields.forEach((field, at) => (field.value = units[at] ?? ""));
  }

  function place(item, column, before) {
    column.insertBefore(item, before);
  }

  // Where there is no room, the last venue makes it.
  function makeRoom(kept) {
    while (taken.children.length > slots) {
      const last = [...taken.children].filter((item) => item !== kept).pop();
      place(last, left, left.firstElementChild);
      last.classList.add("venue-moved");
    }
  }

  function settle(item) {
    item.classList.add("venue-moved");
    makeRoom(item);
    writeFields();
    const at = [...taken.children].indexOf(item);
    said.textContent = at < 0
      ? `${item.dataset.name}: không lấy phiếu.`
      : `${item.dataset.name}: nơi lấy phiếu thứ ${at + 1} trong ${taken.children.length}.`;
  }

  const ACTS = {
    up: (item) => place(item, taken, item.previousElementSibling),
    down: (item) => place(item, taken, item.nextElementSibling?.nextElementSibling ?? null),
    drop: (item) => place(item, left, left.firstElementChild),
    take: (item) => place(item, taken, null),
  };

  board.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    const item = button.closest(".venue");
    ACTS[button.dataset.act](item);
    settle(item);
    const shown = [...item.querySelectorAll("[data-act]")].find((other) => other.offsetParent !== null);
    (button.offsetParent !== null ? button : shown)?.focus();
  });

  // The item that the pointer is over the upper half of, in the column under the pointer.
  function follow(item, x, y) {
    const column = document.elementsFromPoint(x, y).find((element) => element.matches?.("[data-column], .venues > .card"));
    const list = column?.matches("[data-column]") ? column : column?.querySelector("[data-column]");
    if (!list) return;
    const next = [...list.children].find((other) => {
      const box = other.getBoundingClientRect();
      return other !== item && y < box.top + box.height / 2;
    });
    place(item, list, next ?? null);
  }

  board.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".venue-grip");
    if (!grip || event.button !== 0) return;
    event.preventDefault();
    const item = grip.closest(".venue");
    const home = { column: item.parentElement, before: item.nextElementSibling };
    item.classList.add("venue-held");
    board.classList.add("venues-dragging");

    const move = (moved) => follow(item, moved.clientX, moved.clientY);
    const end = (ended) => {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", end);
      document.removeEventListener("pointercancel", end);
      document.removeEventListener("keydown", escape);
      item.classList.remove("venue-held");
      board.classList.remove("venues-dragging");
      if (ended.type === "pointerup") settle(item);
      else place(item, home.column, home.before);
    };
    const escape = (pressed) => pressed.key === "Escape" && end(pressed);
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", end);
    document.addEventListener("pointercancel", end);
    document.addEventListener("keydown", escape);
  });

  readFields();
  writeFields();
})();
