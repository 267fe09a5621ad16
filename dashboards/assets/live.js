// Keeps a page up to date: `[data-live]` names the stream of events that tells when something may have changed. Then the page is
// asked for again and what differs is put in its place, with a short fade. Without the stream the page is asked for every
// 30 seconds; while neither answers, the page says so and of when its figures are.
//
// Nothing grows with time: one stream, one timer, one request at once; elements are changed in place. A display that is always
// on loads itself anew once a day and whenever the service has another version.
"use strict";
(() => {
  const root = document.querySelector("[data-live]");
  if (!root) return;
  const isAlways = root.hasAttribute("data-live-always");
  const state = document.querySelector("[data-live-state]");
  const GAP = 2000, EVERY = 30000, TIMEOUT = 15000, DAY = 86400000;
  const began = Date.now();
  let since = root.dataset.liveSince;
  let stream = null, isBusy = false, isWanted = false, last = Date.now(), isLost = false, isFull = false, again = 0, timer = 0;

  const tell = () => {
    if (!state) return;
    const asOf = document.querySelector("[data-live-as-of]");
    const text = isLost ? `${state.dataset.lost} ${asOf ? asOf.dataset.whole || asOf.textContent : ""}` : isFull ? state.dataset.full : state.dataset.good;
    if (state.textContent !== text) state.textContent = text;
    state.classList.toggle("lost", isLost);
    document.documentElement.classList.toggle("is-lost", isLost);
  };

  const fade = (element) => {
    element.classList.remove("changed");
    void element.offsetWidth;
    element.classList.add("changed");
  };
  root.addEventListener("animationend", (event) => event.target.classList.remove("changed"));

  // Makes an element what another one is, in place, so that focus, open details and drawn charts stay.
  const become = (old, now) => {
    const keeps = (name) => (name === "open" && old.matches("details")) || name === "tabindex";
    for (const { name, value } of [...now.attributes]) {
      if (!keeps(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    for (const { name } of [...old.attributes]) if (!keeps(name) && !now.hasAttribute(name)) old.removeAttribute(name);
    // Where a chart is drawn its picture is not in the other.
    const own = [...old.childNodes].filter((node) => !(node.classList && node.classList.contains("drawn")));
    const others = [...now.childNodes];
    const isSame = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName;
    if (own.length === others.length && own.every((node, place) => isSame(node, others[place]))) {
      own.forEach((node, place) => {
        const other = others[place];
        if (node.nodeType === Node.TEXT_NODE) {
          if (node.data !== other.data) { node.data = other.data; fade(old); }
        } else if (node.nodeType === Node.ELEMENT_NODE && !node.hasAttribute("data-live-state") && !node.hasAttribute("data-clock")) {
          become(node, other);
        } else if (node.nodeType === Node.ELEMENT_NODE && node.hasAttribute("data-clock")) {
          node.dataset.clock = other.dataset.clock;
          setClock();
        }
      });
    } else {
      own.forEach((node) => node.remove());
      old.append(...others);
    }
  };

  const version = (page) => { const script = page.querySelector("script[src*='live.js']"); return script && script.getAttribute("src"); };

  const refresh = async () => {
    if (isBusy) { isWanted = true; return; }
    isBusy = true;
    isWanted = false;
    last = Date.now();
    const stop = new AbortController();
    const patience = setTimeout(() => stop.abort(), TIMEOUT);
    try {
      const answer = await fetch(location.href, { signal: stop.signal, cache: "no-store" });
      const isHere = new URL(answer.url).pathname === location.pathname;
      if (answer.ok && !isHere && !isAlways) { location.reload(); return; }
      if (!answer.ok || !isHere) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-live]");
      if (!now) throw new Error("another page");
      if (isAlways && (version(page) !== version(document) || Date.now() - began > DAY)) { location.reload(); return; }
      since = now.dataset.liveSince;
      become(root, now);
      isLost = false;
      document.dispatchEvent(new CustomEvent("charts:draw"));
    } catch (error) {
      isLost = true;
    } finally {
      clearTimeout(patience);
      isBusy = false;
      tell();
      if (isWanted) soon();
    }
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, Math.max(0, last + GAP - Date.now()));
  };

  const isAsleep = () => document.hidden && !isAlways;

  const connect = () => {
    clearTimeout(again);
    if (stream || isAsleep()) return;
    stream = new EventSource(`${root.dataset.live}?since=${encodeURIComponent(since)}`);
    stream.addEventListener("open", () => { isFull = false; if (isLost) soon(); tell(); });
    stream.addEventListener("changed", (event) => { since = event.lastEventId; soon(); });
    stream.addEventListener("error", () => {
      // A stream that only broke off comes back by itself; one that was refused does not.
      if (stream && stream.readyState === EventSource.CLOSED) {
        disconnect();
        again = setTimeout(connect, EVERY);
        isFull = !isLost;
      }
      soon();
    });
  };

  const disconnect = () => {
    if (stream) stream.close();
    stream = null;
  };

  document.addEventListener("visibilitychange", () => {
    if (isAsleep()) { disconnect(); return; }
    soon();
    connect();
  });
  window.addEventListener("pagehide", disconnect);
  window.addEventListener("pageshow", (event) => { if (event.persisted) { soon(); connect(); } });
  // Minutes go by without any event, and a stream may be refused.
  setInterval(() => { if (!isAsleep() && Date.now() - last > EVERY) refresh(); }, 5000);

  // The service's clock, not the computer's: seconds of the day when the page was made, and what went by since.
  const clock = document.querySelector("[data-clock]");
  let clockFrom = 0, clockSince = 0;
  const setClock = () => { clockFrom = Number(clock.dataset.clock); clockSince = performance.now(); };
  const showClock = () => {
    const seconds = Math.floor(clockFrom + (performance.now() - clockSince) / 1000) % 86400;
    const two = (number) => String(number).padStart(2, "0");
    const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
    if (clock.textContent !== text) clock.textContent = text;
  };
  if (clock) { setClock(); setInterval(showClock, 1000); }

  tell();
  connect();
})();
