"use strict";

// Small helps to pages and forms, which work without this file.

document.documentElement.classList.add("js");

// <details data-fold-on-phone> starts folded where the page is narrow.
if (window.matchMedia("(max-width: 39.99rem)").matches) {
  document.querySelectorAll("details[data-fold-on-phone][open]").forEach((fold) => fold.removeAttribute("open"));
}

// A form that was refused goes on where the page says why, not at its top: the next Tab leads to the first field.
if (!document.querySelector("main [autofocus]")) document.querySelector("main [data-refused]")?.focus();

// The tab of this page is in sight however many stand before it.
// Only their strip moves: on a low screen the page would begin below its heading.
const strip = document.querySelector(".tabs");
const tab = strip?.querySelector("[aria-current]");
if (tab) strip.scrollLeft = tab.offsetLeft - strip.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;

// <input data-capslock="id"> shows the element of that id while Caps Lock is on.
document.addEventListener("keyup", (event) => {
  const hint = document.getElementById(event.target.dataset?.capslock ?? "");
  if (hint && event.getModifierState) hint.hidden = !event.getModifierState("CapsLock");
});

// <button data-reveal="id"> shows and hides a password.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-reveal]");
  const input = button && document.getElementById(button.dataset.reveal);
  if (!input) return;
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
  button.textContent = shown ? "Ẩn" : "Hiện";
});

// <button data-print> prints the page.
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) window.print();
});

// A form that was sent is not sent twice by a second click; coming back by history frees it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post") || form.hasAttribute("data-repeatable")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// Signing out takes what a person keyed and the server has not got with it, after asking.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.hasAttribute("data-sign-out") || !window.indexedDB || form.dataset.cleared) return;
  event.preventDefault();
  const leave = () => {
    form.dataset.cleared = "yes";
    delete form.dataset.sent;
    form.requestSubmit();
  };
  const request = indexedDB.deleteDatabase("bundle-keying");
  request.onsuccess = request.onerror = request.onblocked = leave;
});

// "/" leads to the search: the page's own field, the one in the header, or on a phone the page of the search.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const shown = (element) => element.offsetParent !== null;
  const field = [...document.querySelectorAll("main [data-search], .header-search [data-search]")].find(shown);
  const link = document.querySelector(".header-search-link");
  if (!field && !link) return;
  event.preventDefault();
  if (!field) {
    link.click();
    return;
  }
  field.focus();
  field.select();
});
