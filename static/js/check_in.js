"use strict";

// Two doors at once. What the other door did is fetched every few seconds; while a tap of this door is on its way that
// waits, so that no older answer undoes what was just tapped. The page works without this file.

(() => {
  const watch = document.querySelector("[data-watch]");
  if (!watch || !window.htmx) return;
  let taps = 0;

  document.addEventListener("htmx:beforeRequest", (event) => {
    const from = event.detail.elt;
    if (from === watch && (taps || !document.getElementById("door-lines"))) event.preventDefault();
    if (!from.matches(".door-marks")) return;
    taps += 1;
    window.htmx.trigger(watch, "htmx:abort");
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.matches(".door-marks")) taps -= 1;
  });
})();
