"use strict";

// What was keyed and not yet acknowledged by the server, in the browser's IndexedDB: written with every key, on the
// disk with every ballot, erased as soon as the server has it, on handing in and on signing out. One entry per person
// and keying.

const drafts = (() => {
  const NAME = "bundle-keying";
  const STORE = "drafts";
  let opening = null;

  function open() {
    opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
    });
    return opening;
  }

  // Relaxed: a write outlives the window and the browser, though not a power cut in the next seconds; strict has it on the
  // disk. Committed at once, so that a window that dies meanwhile does not take its last writes with it.
  async function act(mode, work, durability = "relaxed") {
    const store = (await open()).transaction(STORE, mode, { durability }).objectStore(STORE);
    const request = work(store);
    store.transaction.commit();
    return new Promise((resolve, reject) => {
      store.transaction.oncomplete = () => resolve(request.result);
      store.transaction.onerror = store.transaction.onabort = () => reject(store.transaction.error);
    });
  }

  return {
    read: (key) => act("readonly", (store) => store.get(key)),
    write: (key, draft, { toDisk }) => act("readwrite", (store) => store.put(draft, key), toDisk ? "strict" : "relaxed"),
    erase: (key) => act("readwrite", (store) => store.delete(key)),
    keys: () => act("readonly", (store) => store.getAllKeys()),
  };
})();

// The list of bundles names the keyings that are still open: whatever else this person has here is of no more use.
(async () => {
  const list = document.querySelector("[data-open-drafts]");
  if (!list) return;
  const open = list.dataset.openDrafts.split(",");
  const own = (await drafts.keys()).filter((key) => key.startsWith(`${list.dataset.draftsOf}:`));
  for (const key of own) if (!open.includes(key)) await drafts.erase(key);
})();
