"use strict";

// Ticking rows of a list: a button that ticks the page, and how many are ticked. The boxes work without this file.

const boxesOf = (form) => [...document.querySelectorAll(`input[type="checkbox"][name="chosen"][form="${form}"]`)];

function countTicks() {
  document.querySelectorAll("[data-tick-count]").forEach((output) => {
    const ticked = boxesOf(output.dataset.tickCount).filter((box) => box.checked).length;
    output.textContent = ticked ? `Đã chọn ${ticked} dòng của trang này.` : "";
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-tick-page]");
  if (!button) return;
  const boxes = boxesOf(button.dataset.tickPage);
  const all = boxes.every((box) => box.checked);
  boxes.forEach((box) => { box.checked = !all; });
  countTicks();
});

document.addEventListener("change", (event) => {
  if (event.target.name === "chosen") countTicks();
});
document.addEventListener("htmx:afterSettle", countTicks);
countTicks();
