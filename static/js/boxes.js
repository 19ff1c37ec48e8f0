"use strict";

// The ballot box's page works without this file. It leads a reader of QR codes from card to card, and to the next step
// once a file was asked for.

// A reader types the card and Enter, which would send the form: go to the next empty card instead.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-cards]");
  if (!form || event.key !== "Enter" || !event.target.matches("input")) return;
  const empty = [...form.querySelectorAll("input.box-card")].find((field) => field.value.trim() === "");
  event.preventDefault();
  (empty ?? form.querySelector("button[type=submit]")).focus();
});

// A card is shown in groups of four as it was printed.
document.addEventListener("change", (event) => {
  if (!event.target.matches?.("input.box-card")) return;
  const letters = event.target.value.toUpperCase().replace(/[^0-9A-Z]/g, "");
  event.target.value = letters.match(/.{1,4}/g)?.join("-") ?? "";
});

// The answer to the form is a file and the page stays: show where it goes on.
document.addEventListener("submit", (event) => {
  const next = document.getElementById(event.target.dataset?.download ?? "");
  if (next) next.focus();
});
