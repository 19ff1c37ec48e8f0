"use strict";

// Keying the ballots of a bundle: one key a line. What is keyed goes to the browser's own store with every key
// (drafts.js) and to the server with every ballot; what the server has not acknowledged is sent again until it has.

(() => {
  const root = document.querySelector("[data-bundle]");
  if (!root) return;

  const OPEN = ".";
  const RETRY_FIRST = 1000;
  const RETRY_MOST = 15000;
  const PATIENCE = 20000; // ms for one answer
  const OTHER_WINDOW = "Bó phiếu này đang được nhập ở cửa sổ khác nên cửa sổ này dừng lại. Tải lại trang để nhập tiếp ở đây.";
  const at = (name) => root.querySelector(`[data-${name}]`);
  const lines = [...root.querySelectorAll("[data-line]")];
  const pad = [...root.querySelectorAll("button[data-mark]")];
  const marks = new Map(pad.map((button) => [button.dataset.mark, button.querySelector("span").textContent]));
  const flaws = new Map([...root.querySelectorAll("[data-flaw]")].map((button) => [button.dataset.flaw, button]));
  const returned = JSON.parse(root.dataset.returned || "[]");
  const trouble = at("trouble");
  const handIn = at("hand-in");
  const handInButton = handIn.querySelector("button");
  const size = Number(root.dataset.size);
  const ownWindow = [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

  // Lines that are asked for, by ballot: all of them, or those that came back (line 0: the whole ballot).
  const asked = new Map();
  const all = lines.map((_, place) => place);
  if (returned.length === 0) for (let place = 1; place <= size; place++) asked.set(place, all);
  for (const [place, line] of returned) {
    asked.set(place, line === 0 ? all : [...(asked.get(place) ?? []), line - 1]);
  }
  const positions = [...asked.keys()];
  const isWholeAsked = (place) => asked.get(place).length === lines.length;

  const sheets = new Map(); // position → { marks: [...], reason } as keyed here or known to the server
  let queue = new Map(); // position → { marks, reason, seconds }: not acknowledged yet
  let current = { position: positions[0], step: 0 };
  let began = Date.now();
  let sending = false;
  let wait = RETRY_FIRST;
  let isReady = false;
  let isStopped = false;
  let isMuted = false;
  let audio = null;

  const sheetOf = (place) => sheets.get(place) ?? { marks: all.map(() => OPEN), reason: "" };
  const isWhole = (sheet) => Boolean(sheet.reason) || !sheet.marks.includes(OPEN);
  const isDone = () => positions.every((place) => sheets.has(place) && isWhole(sheets.get(place)));

  // --- the browser's own store ---

  // Not one write waits for the one before: the last key is with the browser before the window can die.
  function keep() {
    if (isStopped) return; // what is here now may be another window's
    const sheet = sheets.get(current.position);
    const isPartly = sheet && !isWhole(sheet) && sheet.marks.some((mark, line) => mark !== OPEN && asked.get(current.position).includes(line));
    const draft = { window: ownWindow, queue: [...queue], partly: isPartly ? [current.position, sheet.marks] : null };
    const isEmpty = queue.size === 0 && !isPartly;
    const kept = isEmpty ? drafts.erase(root.dataset.draft) : drafts.write(root.dataset.draft, draft, { toDisk: !isPartly });
    kept.catch(() => tell("Trình duyệt này không giữ được phiếu đang nhập dở; nếu tắt trình duyệt sẽ mất phiếu dở."));
  }

  // --- telling ---

  function tell(text) {
    put(trouble, text);
    trouble.hidden = !text;
  }

  // Only what changes is written, so that a key lays out and paints no more than it changes.
  function put(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function tick(kind) {
    if (isMuted) return;
    audio ??= new AudioContext();
    const [frequency, length] = { line: [880, 0.03], ballot: [523, 0.14], flaw: [262, 0.2], wrong: [140, 0.15] }[kind];
    const tone = audio.createOscillator();
    const gain = audio.createGain();
    tone.frequency.value = frequency;
    gain.gain.setValueAtTime(0.12, audio.currentTime);
    gain.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + length);
    tone.connect(gain).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + length);
  }

  function show() {
    const sheet = sheetOf(current.position);
    const line = asked.get(current.position)[current.step];
    put(at("position"), String(current.position));
    const whole = positions.filter((place) => sheets.has(place) && isWhole(sheets.get(place))).length;
    put(at("progress"), `· đã nhập ${whole}/${positions.length}`);
    lines.forEach((item, place) => {
      const mark = sheet.marks[place];
      item.classList.toggle("bundle-here", place === line && !isDone());
      item.classList.toggle("bundle-locked", !asked.get(current.position).includes(place));
      put(item.querySelector("[data-mark-of]"), mark === OPEN || mark === undefined ? "" : marks.get(mark));
    });
    const done = isDone();
    at("current").replaceChildren(...(done ? finished() : named(line)));
    handInButton.disabled = !done || queue.size > 0 || isStopped;
    put(at("sent"), queue.size === 0 ? "Mọi phiếu đã nhập đều đã lưu trên máy chủ." : `Đang gửi ${queue.size} phiếu.`);
  }

  function part(tag, className, text) {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  function named(line) {
    const { name, title } = lines[line].dataset;
    return [part("p", "bundle-big", `${line + 1}. ${name}`), part("p", "bundle-title", title)];
  }

  function finished() {
    return [part("p", "bundle-big", "Đã nhập đủ"), part("p", "bundle-title", "Nhấn Enter để nộp bó, hoặc phím lùi để xem lại phiếu cuối.")];
  }

  // --- keying ---

  function mark(key) {
    if (!isReady || isStopped || isDone()) return tick("wrong");
    const sheet = structuredClone(sheetOf(current.position));
    sheet.reason = "";
    sheet.marks[asked.get(current.position)[current.step]] = key;
    sheets.set(current.position, sheet);
    current.step += 1;
    if (current.step < asked.get(current.position).length) tick("line");
    else endBallot("ballot");
    keep();
    show();
  }

  function spoil(code) {
    if (!isReady || isStopped || isDone()) return tick("wrong");
    if (!isWholeAsked(current.position)) {
      tell("Cả hai lần nhập đều ghi phiếu này hợp lệ; chỉ nhập lại những dòng được trả lại. Nếu cả phiếu không hợp lệ, chưa nộp bó: báo trưởng ban kiểm phiếu quyết định theo phiếu giấy.");
      return tick("wrong");
    }
    sheets.set(current.position, { marks: [], reason: code });
    endBallot("flaw");
    keep();
    show();
  }

  function endBallot(sound) {
    const sheet = sheets.get(current.position);
    const seconds = Math.min(600, Math.round((Date.now() - began) / 1000));
    queue.set(current.position, { marks: sheet.marks.join(""), reason: sheet.reason, seconds });
    began = Date.now();
    tick(sound);
    send();
    const next = positions.find((place) => !sheets.has(place) || !isWhole(sheets.get(place)));
    current = { position: next ?? current.position, step: 0 };
    if (next === undefined) current.step = asked.get(current.position).length - 1;
    else current.step = firstOpen(next);
  }

  function firstOpen(place) {
    const step = asked.get(place).findIndex((line) => sheetOf(place).marks[line] === OPEN);
    return Math.max(step, 0);
  }

  // One line back; from the first line of a ballot to the last one of the ballot before. The line is keyed again.
  function back() {
    if (!isReady || isStopped) return tick("wrong");
    const sheet = sheets.get(current.position);
    if (!isDone() && current.step > 0) current.step -= 1;
    else if (!isDone() || (sheet && !isWhole(sheet))) {
      const place = positions.indexOf(current.position);
      if (place === 0) return tick("wrong");
      current = { position: positions[place - 1], step: asked.get(positions[place - 1]).length - 1 };
    }
    const opened = structuredClone(sheetOf(current.position));
    if (opened.reason) {
      opened.marks = all.map(() => OPEN);
      opened.reason = "";
      current.step = 0;
    } else {
      opened.marks[asked.get(current.position)[current.step]] = OPEN;
    }
    sheets.set(current.position, opened);
    queue.delete(current.position);
    tick("line");
    tell("");
    keep();
    show();
  }

  function submit() {
    if (handInButton.disabled) return tick("wrong");
    handInButton.disabled = true;
    drafts.erase(root.dataset.draft).finally(submitNow);
  }

  function submitNow() {
    handInButton.disabled = false;
    handIn.requestSubmit(handInButton);
    handInButton.disabled = true;
  }

  // --- sending ---

  async function post(url, body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    return fetch(url, {
      method: "POST",
      signal: stop.signal,
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content },
      body: JSON.stringify({ ...body, window: ownWindow }),
    }).finally(() => clearTimeout(timer));
  }

  // Nothing when it was taken; else what to tell, and whether trying again makes sense.
  async function refusal(response) {
    if (response.ok) return null;
    if (response.type === "opaqueredirect") {
      return { text: "Đã hết phiên đăng nhập. Mở trang đăng nhập ở thẻ khác, đăng nhập lại rồi tải lại trang này; phiếu chưa gửi được giữ trong trình duyệt.", again: true };
    }
    if (response.status === 403) {
      return { text: "Máy chủ không nhận vì phiên đăng nhập đã đổi hoặc không còn quyền. Tải lại trang; phiếu chưa gửi được giữ trong trình duyệt.", again: false };
    }
    if (response.status === 409 || response.status === 422) return { text: (await response.json()).sentence, again: false };
    return { text: "", again: true };
  }

  async function send() {
    if (sending || isStopped) return;
    sending = true;
    while (queue.size > 0 && !isStopped) {
      const [place, sheet] = queue.entries().next().value;
      const problem = await post(root.dataset.saveUrl, { position: place, ...sheet }).then(refusal, () => ({ text: "", again: true }));
      if (problem === null) {
        if (queue.get(place) === sheet) queue.delete(place);
        wait = RETRY_FIRST;
        tell("");
        keep();
        show();
      } else if (problem.again) {
        tell(problem.text || `Chưa gửi được ${queue.size} phiếu, đang thử lại. Cứ nhập tiếp; phiếu được giữ trong trình duyệt này.`);
        await new Promise((resolve) => setTimeout(resolve, wait));
        wait = Math.min(wait * 2, RETRY_MOST);
      } else {
        stop(problem.text);
      }
    }
    sending = false;
  }

  // Windows of one browser share its store: the older one stops at once, not only when it next sends.
  const windows = new BroadcastChannel("bundle-keying");
  windows.addEventListener("message", ({ data }) => {
    if (data === root.dataset.draft) stop(OTHER_WINDOW);
  });

  function stop(text) {
    isStopped = true;
    root.classList.add("bundle-stopped");
    tell(text);
    show();
  }

  // --- beginning: what the server has, and what this browser still holds ---

  async function begin() {
    const response = await post(root.dataset.openUrl, {}).catch(() => null);
    const problem = response ? await refusal(response) : { text: "", again: true };
    if (problem) {
      if (!problem.again) return stop(problem.text);
      tell(problem.text || "Chưa nối được với máy chủ, đang thử lại.");
      setTimeout(begin, wait);
      wait = Math.min(wait * 2, RETRY_MOST);
      return;
    }
    if (isStopped) return;
    windows.postMessage(root.dataset.draft);
    wait = RETRY_FIRST;
    tell("");
    const opened = await response.json();
    for (const [place, [text, reason]] of Object.entries(opened.sheets)) {
      sheets.set(Number(place), { marks: reason ? [] : [...text], reason });
    }
    await takeDraft(opened.before);
    const next = positions.find((place) => !sheets.has(place) || !isWhole(sheets.get(place)));
    current = { position: next ?? positions.at(-1), step: next === undefined ? asked.get(positions.at(-1)).length - 1 : firstOpen(next) };
    isReady = true;
    began = Date.now();
    keep();
    show();
    send();
  }

  // What is still here from a window that died. Where another window has keyed since, the server's ballot stands.
  async function takeDraft(before) {
    const draft = await drafts.read(root.dataset.draft).catch(() => null);
    if (!draft) return;
    const isLatest = draft.window === before;
    const left = [];
    for (const [place, sheet] of draft.queue.filter(([place]) => asked.has(place))) {
      const known = sheets.get(place);
      if (!isLatest && known && isWhole(known) && (known.marks.join("") !== sheet.marks || known.reason !== sheet.reason)) {
        left.push(place);
        continue;
      }
      queue.set(place, sheet);
      sheets.set(place, { marks: [...sheet.marks], reason: sheet.reason });
    }
    const [place, partly] = draft.partly ?? [];
    const known = sheets.get(place);
    if (asked.has(place) && (isLatest || !known || !isWhole(known))) sheets.set(place, { marks: partly, reason: "" });
    if (left.length) tell(`Phiếu số ${left.join(", ")} đã được nhập lại ở cửa sổ khác; giữ bản trên máy chủ. Xem lại trên giấy.`);
  }

  // --- keys and buttons ---

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      if (event.target.closest?.("input, textarea, select")) return;
      const key = event.key === "," ? "." : event.key;
      const flaw = [...flaws].find(([, button]) => button.dataset.key === key);
      let act = null;
      if (marks.has(key)) act = () => mark(key);
      else if (flaw) act = () => spoil(flaw[0]);
      else if (key === "Backspace") act = back;
      else if (key === "Enter" && !event.target.closest?.("button, a, summary")) act = submit;
      if (!act) {
        if (/^[0-9]$/.test(key)) tick("wrong");
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation(); // "/" leads to the search elsewhere
      if (!event.repeat) act(); // a key held down is one key
    },
    true
  );

  root.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.mark) mark(button.dataset.mark);
    else if (button.dataset.flaw) spoil(button.dataset.flaw);
    else if (button.hasAttribute("data-back")) back();
    else if (button.hasAttribute("data-mute")) {
      isMuted = !isMuted;
      button.setAttribute("aria-pressed", String(isMuted));
    } else if (button === handInButton) {
      event.preventDefault();
      submit();
    }
  });

  // Signing out erases what this browser holds: only after a word about ballots that the server has not got.
  document.addEventListener(
    "submit",
    (event) => {
      const isLeaving = event.target.hasAttribute("data-sign-out") && !event.target.dataset.cleared;
      if (!isLeaving || queue.size === 0) return;
      if (window.confirm(`Còn ${queue.size} phiếu chưa gửi lên máy chủ. Đăng xuất bây giờ sẽ mất các phiếu đó. Vẫn đăng xuất?`)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true
  );

  window.addEventListener("online", () => {
    wait = RETRY_FIRST;
    send();
  });
  begin();
})();
