// A round through the hall on a phone with a bad network: what is saved is first kept by the browser, then sent, once, as soon as
// the service can be reached. The nonce is made here, so that what was sent twice is entered once. Without this script the form
// is sent as any form is.
"use strict";
(() => {
  const form = document.querySelector("form[data-round]");
  if (!form || !window.indexedDB || !window.fetch || !window.crypto) return;
  const say = form.dataset;
  const state = document.querySelector("[data-waiting]");
  const shots = form.querySelector("[data-shots]");
  const camera = form.elements.photo;
  const SIDE = 1600;
  const AGAIN_AFTER = 20000;
  let photos = [];
  let sending = false;

  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open("flagpost-round", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("waiting", { keyPath: "nonce" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const store = async (mode, act) => {
    const database = await opened;
    return new Promise((resolve, reject) => {
      const transaction = database.transaction("waiting", mode);
      const request = act(transaction.objectStore("waiting"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  };
  const own = async () => (await store("readonly", (all) => all.getAll())).filter((item) => item.account === say.account);

  // As the service makes them: the time first, so that later ones are greater.
  const nonce = () => {
    const chance = crypto.getRandomValues(new Uint8Array(8));
    const time = (BigInt(Date.now()) * 1000000n).toString(16).padStart(16, "0");
    return time + [...chance].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  // A photo is made small before it is sent: that is most of what a round sends.
  const shrink = async (file) => {
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const part = Math.min(1, SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * part);
      canvas.height = Math.round(picture.height * part);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
      return { blob: blob || file, canvas };
    } catch {
      return { blob: file, canvas: null };
    }
  };
  camera.addEventListener("change", async () => {
    const taken = [...camera.files];
    camera.value = "";
    for (const file of taken) {
      const { blob, canvas } = await shrink(file);
      photos.push(blob);
      if (canvas) shots.append(canvas);
    }
  });

  const line = (text, className) => {
    const item = document.createElement("li");
    item.textContent = text;
    if (className) item.className = className;
    return item;
  };
  const show = async (word, isKept, link) => {
    const items = await own();
    const waiting = items.filter((item) => !item.refused);
    const refused = items.filter((item) => item.refused);
    state.hidden = !items.length && !word;
    state.classList.toggle("kept", Boolean(isKept) || refused.length > 0);
    state.textContent = waiting.length ? `${say.waitingWord} ${waiting.length}${word ? " · " : ""}` : "";
    if (link) {
      const to = document.createElement("a");
      to.href = link;
      to.textContent = word;
      state.append(to);
    } else if (word) {
      state.append(word);
    }
    const list = document.createElement("ul");
    for (const item of refused) {
      const row = line(`▲ ${item.label} · ${say.refusedWord}: ${item.refused} `);
      const drop = document.createElement("button");
      drop.type = "button";
      drop.textContent = say.dropWord;
      drop.addEventListener("click", async () => {
        await store("readwrite", (all) => all.delete(item.nonce));
        show("");
      });
      row.append(drop);
      list.append(row);
    }
    if (refused.length) state.append(list);
  };

  const send = async (item) => {
    const body = new FormData();
    body.append("csrf", form.elements.csrf.value);
    body.append("nonce", item.nonce);
    body.append("at", item.at);
    for (const [name, value] of item.fields) body.append(name, value);
    item.photos.forEach((photo, place) => body.append("photo", photo, `${place + 1}.jpg`));
    return fetch(say.send, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
  };
  const flush = async () => {
    if (sending) return;
    sending = true;
    let sent = 0;
    try {
      for (const item of (await own()).filter((item) => !item.refused)) {
        await show(say.sendingWord);
        let answer;
        try {
          answer = await send(item);
        } catch {
          await show(say.keptWord, true);
          return;
        }
        if (answer.ok) {
          sent += 1;
          const { is_new: isNew } = await answer.json();
          await store("readwrite", (all) => all.delete(item.nonce));
          const latest = document.querySelector("[data-latest]");
          latest.querySelector(".quiet:only-child")?.remove();
          latest.prepend(line(`✓ ${item.label} · ${isNew ? say.savedWord : say.beforeWord}`));
        } else if (answer.status === 401 || answer.status === 403) {
          await show(say.loginWord, true, say.login);
          return;
        } else if (answer.status >= 500 || answer.status === 408 || answer.status === 429) {
          await show(say.keptWord, true);
          return;
        } else {
          const told = await answer.json().catch(() => ({}));
          await store("readwrite", (all) => all.put({ ...item, refused: told.what || String(answer.status) }));
        }
      }
      const left = await own();
      await show(left.length || !sent ? "" : say.sentWord);
    } finally {
      sending = false;
    }
  };

  form.addEventListener("submit", async (event) => {
    // Who wants to see the effect first is sent there, with the photos.
    if (event.submitter && event.submitter.hasAttribute("formaction")) {
      if (photos.length && window.DataTransfer) {
        const chosen = new DataTransfer();
        photos.forEach((photo, place) => chosen.items.add(new File([photo], `${place + 1}.jpg`, { type: "image/jpeg" })));
        camera.files = chosen.files;
      }
      return;
    }
    event.preventDefault();
    const kept = new Set(["csrf", "nonce", "photo"]);
    const fields = [...new FormData(form)].filter(([name]) => !kept.has(name));
    const on = fields.filter(([name]) => name === "on").map(([, value]) => value);
    const kind = form.querySelector("[name=kind]:checked");
    if (!on.length || !kind) {
      await show(say.chooseWord, true);
      state.scrollIntoView({ block: "center" });
      return;
    }
    const label = `${on.join(", ")} · ${kind.closest("label").querySelector("b").textContent}`;
    const item = { nonce: nonce(), account: say.account, at: new Date().toISOString(), fields, photos, label };
    try {
      await store("readwrite", (all) => all.put(item));
    } catch {
      // Nothing can be kept here; then it goes the way of any form.
      form.submit();
      return;
    }
    photos = [];
    shots.replaceChildren();
    form.reset();
    window.scrollTo({ top: 0 });
    flush();
  });

  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
  setInterval(flush, AGAIN_AFTER);
  opened.then(flush, () => {});
})();
