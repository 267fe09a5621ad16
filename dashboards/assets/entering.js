// The forms that record findings: lists narrow while one types, the points take the range of the chosen kind. Every form works
// without: the service checks all of it anyway.
"use strict";
(() => {
  for (const search of document.querySelectorAll("[data-narrow]")) {
    const list = document.querySelector(`[data-narrowed="${search.dataset.narrow}"]`);
    if (!list) continue;
    search.hidden = false;
    const narrow = () => {
      const words = search.value.trim().toLowerCase().split(/\s+/);
      for (const row of list.querySelectorAll("li")) {
        const text = row.textContent.toLowerCase();
        // What is chosen stays in sight.
        row.hidden = !words.every((word) => text.includes(word)) && !row.querySelector(":checked");
      }
      for (const group of list.querySelectorAll("section")) {
        group.hidden = [...group.querySelectorAll("li")].every((row) => row.hidden);
      }
    };
    search.addEventListener("input", narrow);
    search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    if (search.form) search.form.addEventListener("reset", () => { search.value = ""; setTimeout(narrow); });
  }

  const form = document.querySelector("form.recording");
  const points = form && form.elements.points;
  if (points) {
    const hint = form.querySelector("[data-points-hint]");
    const usual = hint.textContent;
    const limit = () => {
      const kind = form.querySelector("[name=kind]:checked");
      const least = kind && kind.dataset.least;
      points.disabled = Boolean(kind) && !least;
      points.min = least || "0.01";
      points.max = kind && kind.dataset.most || "";
      if (points.disabled) points.value = "";
      hint.textContent = least ? `${least} – ${kind.dataset.most}` : usual;
    };
    form.addEventListener("change", (event) => {
      if (event.target.name === "kind") {
        // A favourite and the same kind in the whole list are one choice.
        limit();
      }
    });
    form.addEventListener("reset", () => setTimeout(limit));
    limit();
  }

  // Where devices tell who came late, nobody records it: such a kind and such a window are not chosen together.
  if (form && form.querySelector("[data-without-device]")) {
    const note = form.querySelector("[data-device-note]");
    const part = () => {
      const isTold = Boolean(form.querySelector("[name=kind][data-without-device]:checked"));
      for (const box of form.querySelectorAll("[name=on][data-device]")) {
        if (isTold) box.checked = false;
        box.disabled = isTold;
      }
      const hasDevice = Boolean(form.querySelector("[name=on][data-device]:checked"));
      for (const box of form.querySelectorAll("[name=kind][data-without-device]")) box.disabled = hasDevice;
      if (note) note.hidden = !isTold;
    };
    form.addEventListener("change", part);
    form.addEventListener("reset", () => setTimeout(part));
    part();
  }

  // A person who is ticked is ticked at a window: the window's own box follows.
  if (form) {
    form.addEventListener("change", (event) => {
      if (event.target.name !== "on" || !event.target.closest(".people") || !event.target.checked) return;
      const own = event.target.closest("li").querySelector(".tile input");
      if (own) own.checked = true;
    });
  }

  // Going back keeps what was filled in.
  const back = document.querySelector("[data-back]");
  if (back && history.length > 1) back.addEventListener("click", (event) => { event.preventDefault(); history.back(); });
})();
