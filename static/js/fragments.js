"use strict";

// What htmx fetches while a page stands: the CSRF token, plain words where it fails, and the peace of whoever is typing
// or pressing. The pages work without this file.

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

// hx-trigger="every …": nobody waits for the answer to such a look, the next one brings it again.
const isLook = (element) => Boolean(element.getAttribute("hx-trigger")?.startsWith("every"));

// What a look has to say is read out once, not every few seconds.
function say(text, fromLook = false) {
  const area = document.getElementById("alerts");
  if (fromLook && area?.textContent === text) return;
  const box = document.createElement("div");
  box.className = "alert alert-danger";
  box.textContent = text;
  box.toggleAttribute("data-from-look", fromLook);
  area?.replaceChildren(box);
}

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = meta("csrf-token");
});

// A fragment that ends at the sign-in page means that the session is over: show the whole page.
document.addEventListener("htmx:beforeSwap", (event) => {
  const reached = new URL(event.detail.xhr.responseURL || window.location.href);
  if (reached.pathname === meta("login-path") && window.location.pathname !== reached.pathname) {
    event.detail.shouldSwap = false;
    window.location.assign(reached.href);
  }
});

document.addEventListener("htmx:sendError", (event) => {
  say("Mất kết nối với máy chủ. Kiểm tra mạng rồi thử lại.", isLook(event.detail.elt));
});

document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  say(
    status === 403
      ? "Đồng chí không có quyền làm việc này. Tải lại trang; nếu vẫn vậy, hỏi người quản trị."
      : "Máy chủ chưa làm được việc này. Tải lại trang rồi thử lại.",
    isLook(event.detail.elt)
  );
});

// That a tap failed is not wiped away by a look that succeeds a second later.
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) return;
  const said = isLook(event.detail.requestConfig.elt) ? "#alerts > [data-from-look]" : "#alerts > *";
  document.querySelectorAll(said).forEach((box) => box.remove());
});

// What is under the finger stays there until it is lifted: a button exchanged in between would not be pressed.
let held = null;
const letGo = () => { held = null; };
document.addEventListener("pointerdown", (event) => { if (event.button === 0) held = event.target; }, true);
document.addEventListener("keydown", (event) => { if (event.key === " ") held = event.target; }, true);
for (const end of ["pointerup", "pointercancel", "keyup"]) document.addEventListener(end, letGo, true);
window.addEventListener("blur", letGo);

// An answer that shows what is shown already changes nothing: nothing is read out again, no scrolled table goes back.
function showsTheSame(element, html) {
  const shown = element.cloneNode(true);
  shown.classList.remove("htmx-request");
  if (!shown.classList.length) shown.removeAttribute("class");
  return shown.isEqualNode(new DOMParser().parseFromString(html, "text/html").body.firstElementChild);
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, target, xhr } = event.detail;
  if (!isLook(requestConfig.elt)) return;
  if (target.contains(held) || (target === requestConfig.elt && showsTheSame(target, xhr.responseText))) {
    event.detail.shouldSwap = false;
  }
});

// Nothing that somebody types is taken away by an answer. A look that would lead elsewhere says so and leaves the page;
// a number that comes along with another answer waits, and the server says that it changed when it is written.
const isChanged = (field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked;
const isTypedIn = (part) => [...part.querySelectorAll("input:not([type=hidden]), textarea")].some(isChanged);

document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { elt, xhr } = event.detail;
  if (!isLook(elt) || !xhr.getResponseHeader("HX-Redirect")) return;
  if (![...document.querySelectorAll("main form[method=post]")].some(isTypedIn)) return;
  event.preventDefault();
  say("Công việc đã sang bước khác. Chép lại chỗ đang gõ nếu còn cần, rồi tải lại trang.", true);
});
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (isTypedIn(event.detail.target)) event.detail.shouldSwap = false;
});

// The answer to a form that was sent comes as the next page (a file leaves the page): what was asked for meanwhile must
// not lead elsewhere first. app.js marks the form.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (document.querySelector("form[data-sent]:not([data-download])")) event.preventDefault();
});
