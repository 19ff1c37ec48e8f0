"use strict";

// The voter's way on one page: each step comes by fetch and takes the place of the step before, so the browser's history
// holds no step and no answer. Marks and the code exist in the form only. Kept (sessionStorage) is the nonce of a ballot
// on its way, so that a page loaded again can ask whether it arrived. Without this file the same forms work by themselves.

(() => {
  const { home, arrived } = document.body.dataset;
  const isKiosk = "kiosk" in document.body.dataset;
  const status = document.getElementById("status");
  const FINAL = [200, 403, 404, 409, 422];
  const PATIENCE = 20000; // ms for one answer
  const FIRST_PAUSE = 1000;
  const LONGEST_PAUSE = 10000;
  const KIOSK_RETURNS = 5000;
  const KIOSK_LOOKS_AGAIN = 15000;
  const IDLE_WARNING = 60000;
  const IDLE_END = 90000;
  let busy = false;
  let hasMarks = false;
  let leaving = null; // the link that asks before it gives up a ballot, with its words

  const main = () => document.getElementById("main");
  const isAt = (step) => main().dataset.step === step;

  // The area is always there, empty or not: a screen reader may leave out what appears together with its words.
  function say(what) {
    status.textContent = what ? status.dataset[what] : "";
  }

  // --- Nonce of a ballot on its way; a browser may forbid the store -------------------------------------------------

  const unsent = {
    read() { try { return sessionStorage.getItem(arrived); } catch { return null; } },
    write(nonce) { try { sessionStorage.setItem(arrived, nonce); } catch { /* then a reload cannot ask */ } },
    erase() { try { sessionStorage.removeItem(arrived); } catch { /* nothing was kept */ } },
  };

  // --- Asking until there is an answer ------------------------------------------------------------------------------

  const pause = (time) => new Promise((resolve) => {
    const timer = setTimeout(resolve, time);
    window.addEventListener("online", () => { clearTimeout(timer); setTimeout(resolve, 200); }, { once: true });
  });

  // Null where there is no answer of ours: no network, a server that starts again, the sign-in page of a Wi-Fi.
  async function answerOf(url, request, final) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const response = await fetch(url, { ...request, cache: "no-store", signal: stop.signal });
      if (!final.includes(response.status)) return null;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      return page.querySelector("main[data-step]") && page;
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  async function untilAnswered(url, request, words, final = FINAL) {
    busy = main().inert = true;
    say(words);
    for (let time = FIRST_PAUSE; ; time = Math.min(time * 2, LONGEST_PAUSE)) {
      const page = await answerOf(url, request, final);
      if (page) return page;
      say(`${words}Again`);
      await pause(time * (0.75 + Math.random() / 2));
    }
  }

  async function ask(url, body, words, final = FINAL) {
    const page = await untilAnswered(url, { method: "POST", body }, words, final);
    busy = false;
    say("");
    show(page);
  }

  function show(page) {
    hasMarks = false;
    main().replaceWith(document.adoptNode(page.querySelector("main[data-step]")));
    document.title = page.title;
    window.scrollTo(0, 0);
    begin();
    focus(main().querySelector(isAt("entry") ? "#code" : "h1"));
  }

  function focus(element) {
    if (element) element.focus({ preventScroll: true });
  }

  // --- Steps --------------------------------------------------------------------------------------------------------

  function begin() {
    if (isAt("entry")) takeFragment("code");
    else if (isAt("enrol")) enrol();
    else if (isAt("ballots")) ballots(main().querySelector("form"));
    else if (isAt("sent")) {
      unsent.erase();
      if (isKiosk) setTimeout(goHome, KIOSK_RETURNS);
    } else if (isAt("state") && isKiosk) setTimeout(goHome, KIOSK_LOOKS_AGAIN);
  }

  // What the QR brought stands in the fragment, which no browser sends; it leaves the address line at once.
  function takeFragment(id) {
    const text = location.hash.slice(1);
    if (!text) return false;
    history.replaceState(null, "", location.pathname);
    document.getElementById(id).value = text;
    return true;
  }

  function enrol() {
    if (takeFragment("invitation")) main().querySelector("form").submit();
  }

  // What is marked is gone at once. A shared device goes on only where a page of ours awaits it: the error page of a
  // server that starts again would stand there until somebody of the board comes. It stays busy, so it goes but once.
  async function goTo(url) {
    if (isKiosk && busy) return;
    hasMarks = false;
    if (isKiosk) {
      main().replaceChildren();
      await untilAnswered(url, {}, "returning");
    }
    location.replace(url);
  }

  const goHome = () => goTo(home);

  // What was typed stays where the code is refused: one letter is mended, not ten.
  async function openForm(form) {
    const typed = form.elements.code.value;
    await ask(form.action, new URLSearchParams(new FormData(form)), "opening", [...FINAL, 429]);
    if (isAt("entry")) document.getElementById("code").value = typed;
  }

  async function send(form) {
    const body = new URLSearchParams(new FormData(form));
    hasMarks = true;
    unsent.write(body.get("nonce"));
    await ask(form.dataset.send, body, "sending");
    unsent.erase();
  }

  // --- The ballots: one after the other, then the review ------------------------------------------------------------

  function ballots(form) {
    const parts = [...form.querySelectorAll("[data-part]")];
    const review = parts.length - 1;
    const button = (name) => form.querySelector(`[data-${name}]`);
    let current = 0;

    function turnTo(number) {
      current = number;
      if (current === review) {
        // Photos come as one scrolls. From here on all of them do: which line is mended later shows in no request.
        for (const face of form.querySelectorAll("img")) face.loading = "eager";
        fillReview();
      }
      parts.forEach((part, place) => { part.hidden = place !== current; });
      button("back").hidden = current === 0;
      button("next").hidden = current >= review - 1;
      button("look").hidden = current !== review - 1;
      button("cast").hidden = current !== review;
      count();
    }

    function turnAndShow(number) {
      turnTo(number);
      window.scrollTo(0, 0);
      focus(parts[current].querySelector("h2"));
    }

    const chosen = (field) => form.querySelector(`input[name="${field}"]:checked`);

    function count() {
      const marked = form.querySelectorAll('input[type="radio"]:checked:not([value="0"])').length;
      const done = button("done");
      done.hidden = current === review;
      const words = done.dataset.words.replace("#", marked);
      if (done.textContent !== words) done.textContent = words; // read out where the number grows, not at every change
    }

    function fillReview() {
      let blanks = 0;
      for (const line of form.querySelectorAll("[data-line]")) {
        const input = chosen(line.dataset.line);
        line.className = `chosen-${input.value}`;
        line.querySelector("[data-chosen]").textContent = input.closest("label").textContent;
        blanks += input.value === "0";
      }
      button("blanks").hidden = blanks === 0;
      button("complete").hidden = blanks > 0;
      button("number").textContent = blanks;
    }

    function edit(field) {
      const person = document.getElementById(field);
      turnTo(parts.findIndex((part) => part.contains(person)));
      person.scrollIntoView({ block: "center" });
      focus(chosen(field));
      button("next").hidden = true;
      button("look").hidden = false;
    }

    form.addEventListener("change", () => { hasMarks = true; stay(); count(); });
    form.addEventListener("click", (event) => {
      const pressed = event.target.closest("button");
      if (!pressed || busy) return;
      stay();
      if (pressed === button("back")) turnAndShow(current - 1);
      else if (pressed === button("next")) turnAndShow(current + 1);
      else if (pressed === button("cast")) send(form);
      else if ("edit" in pressed.dataset) edit(pressed.closest("[data-line]").dataset.line);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      turnAndShow(button("next").hidden ? review : current + 1);
    });
    turnTo(0);
  }

  // --- Giving up a ballot on a kiosk -------------------------------------------------------------------------------

  // Where something is marked it is asked once; to do anything else takes the question back.
  const isMarked = (form) => [...new FormData(form)].some(([name, mark]) => name.startsWith("m") && mark !== "0");

  function mayLeave(link) {
    const form = link.closest("form");
    if (leaving || !form || !isMarked(form)) return true;
    leaving = { link, words: link.textContent };
    link.textContent = link.dataset.again;
    say("leaving");
    return false;
  }

  function stay() {
    if (!leaving) return;
    leaving.link.textContent = leaving.words;
    leaving = null;
    say("");
  }

  // --- A kiosk does not wait for somebody who left ------------------------------------------------------------------

  function watchIdleness() {
    const warning = document.getElementById("idle");
    let last = Date.now();
    let before = null; // what had the focus

    function warn() {
      before = document.activeElement;
      warning.hidden = false;
      main().inert = true;
      focus(warning.querySelector("[data-stay]"));
    }

    // A click, not the touch that begins it: what lies behind the warning must not get the rest of it.
    warning.addEventListener("click", () => {
      last = Date.now();
      warning.hidden = true;
      main().inert = false;
      focus(before);
    });
    for (const kind of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
      document.addEventListener(kind, () => { if (warning.hidden) last = Date.now(); }, { passive: true, capture: true });
    }
    setInterval(() => {
      if (busy || !(isAt("entry") || isAt("ballots") || isAt("review"))) last = Date.now();
      const idle = Date.now() - last;
      if (idle >= IDLE_END) {
        warning.hidden = true;
        return goHome();
      }
      if (idle >= IDLE_WARNING && warning.hidden) warn();
      warning.querySelector("[data-seconds]").textContent = Math.ceil((IDLE_END - idle) / 1000);
    }, 1000);
  }

  // --- The page as a whole ------------------------------------------------------------------------------------------

  document.documentElement.classList.add("js");

  document.addEventListener("submit", (event) => {
    if (!("open" in event.target.dataset)) return;
    event.preventDefault();
    if (!busy) openForm(event.target);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-replace]");
    if (!link) return;
    event.preventDefault();
    if (!busy && mayLeave(link)) goTo(link.href);
  });

  window.addEventListener("beforeunload", (event) => {
    if (hasMarks) event.preventDefault();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) goHome();
  });
  window.addEventListener("hashchange", () => {
    if (isAt("entry")) takeFragment("code");
    else if (isAt("enrol")) enrol();
    else if (isAt("sent") || isAt("state")) location.reload();
  });

  begin();
  if (isKiosk) watchIdleness();
  const nonce = unsent.read();
  if (nonce && (isAt("entry") || isAt("handover") || isAt("state"))) {
    ask(arrived, new URLSearchParams({ nonce }), "asking").then(() => { if (isKiosk || isAt("state")) unsent.erase(); });
  }
})();
