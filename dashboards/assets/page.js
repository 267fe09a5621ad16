// Keys for those who like them; every page works without: `/` goes to the search, arrows walk the rows of a table, Enter
// opens a row, Escape empties the search.
"use strict";
(() => {
  const search = document.querySelector("[data-search]");
  const tables = [...document.querySelectorAll("table[data-keys]")];
  const bodies = tables.flatMap((table) => [...table.tBodies]);
  const rows = () => bodies.flatMap((body) => [...body.rows]).filter((row) => !row.hidden && row.querySelector("a"));
  const isTyping = (target) => target.matches("input, select, textarea");

  const narrow = () => {
    const words = search.value.trim().toLowerCase().split(/\s+/);
    for (const body of bodies) {
      for (const row of body.rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !row.matches(".because") && !words.every((word) => text.includes(word));
      }
    }
    const none = document.querySelector("[data-search-none]");
    if (none) none.textContent = bodies.some((body) => [...body.rows].some((row) => !row.hidden && !row.matches(".because"))) ? "" : none.dataset.searchNone;
  };

  const walk = (step) => {
    const all = rows();
    const here = all.indexOf(document.activeElement.closest("tr"));
    const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
    if (!next) return;
    next.tabIndex = -1;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };

  if (search && tables.length) {
    search.hidden = false;
    search.addEventListener("input", narrow);
    // Enter in the search must not send the filter's form.
    search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }

  // On a phone the navigation is one line that scrolls.
  const current = document.querySelector("nav [aria-current]");
  if (current) current.parentElement.scrollLeft = current.offsetLeft - current.parentElement.offsetLeft - 40;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target === search) {
      search.value = "";
      narrow();
      search.blur();
    } else if (event.key === "/" && search && !search.hidden && !isTyping(event.target)) {
      event.preventDefault();
      search.focus();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && tables.length && (!isTyping(event.target) || event.target === search)) {
      event.preventDefault();
      walk(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && event.target.matches("tr")) {
      const link = event.target.querySelector(".who a, a");
      if (link) link.click();
    }
  });
})();
