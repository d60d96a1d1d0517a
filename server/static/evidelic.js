"use strict";
// Comfort only: every page does all of this without script, with one more click.

// "/" goes to the search box, as in many sites; not while something is typed.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.getElementById("q");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// A changed filter or order applies at once. Number fields wait for Enter or the
// button, since a half typed year is no year.
for (const form of document.querySelectorAll("form[data-autosubmit]")) {
  for (const button of form.querySelectorAll("button.apply")) button.hidden = true;
  form.addEventListener("change", (event) => {
    const field = event.target;
    if (field.form !== form) return; // the basket's fields stand among these
    if (field.tagName === "SELECT" || (field.type === "checkbox" && field.name)) form.requestSubmit();
  });
  // Empty fields and the default order would only make the address longer.
  form.addEventListener("submit", () => {
    for (const field of form.elements) {
      if (field.name && (field.value === "" || (field.name === "sort" && field.value === "best"))) field.disabled = true;
    }
  });
}
// Coming back with the browser's button finds the fields usable again.
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form[data-autosubmit] :disabled")) field.disabled = false;
});

// A page that shows a running harvest asks again by itself; without script a
// refresh in its head does. What somebody opened or is typing in stays.
const live = document.querySelector("main[data-refresh]");
if (live) {
  const wait = Number(live.dataset.refresh) * 1000;
  const again = async () => {
    const busy = document.hidden || live.contains(document.activeElement);
    if (!busy && (await replace(live)) === "finished") return;
    setTimeout(again, wait);
  };
  setTimeout(again, wait);
}

async function replace(main) {
  try {
    const answer = await fetch(location.href);
    if (!answer.ok) return "later";
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
    const open = Array.from(main.querySelectorAll("details"), (d) => d.open);
    main.replaceChildren(...next.childNodes);
    main.querySelectorAll("details").forEach((d, i) => { d.open = d.open || open[i] === true; });
    return next.dataset.refresh ? "later" : "finished";
  } catch {
    return "later"; // the server may be starting again
  }
}

// Copy buttons show only where the browser can copy.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      const lines = source.tagName === "OL" ? Array.from(source.children, (li) => li.textContent) : [source.textContent];
      const text = lines.join("\n");
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Copying failed";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
  }
}

// The basket is an address. The browser remembers the ids that were ticked, so
// that they can come from several searches; nothing of it leaves the browser
// until the basket is opened.
const basket = {
  key: "evidelic-basket",
  read() {
    try {
      const ids = JSON.parse(localStorage.getItem(this.key) || "[]");
      return Array.isArray(ids) ? ids.filter((id) => /^ev[0-9a-z]{8}$/.test(id)).slice(0, 200) : [];
    } catch {
      return []; // storage is switched off, or holds something else
    }
  },
  write(ids) {
    try {
      localStorage.setItem(this.key, JSON.stringify(ids));
    } catch { /* without storage the form still works */ }
    this.show();
  },
  toggle(id, on) {
    const ids = this.read().filter((other) => other !== id);
    this.write(on ? [...ids, id] : ids);
  },
  show() {
    const ids = this.read();
    for (const link of document.querySelectorAll("a[data-basket-link]")) {
      link.textContent = ids.length ? `Basket (${ids.length})` : "Basket";
      link.href = ids.length ? "/basket?" + ids.map((id) => "id=" + id).join("&") : "/basket";
    }
    for (const box of document.querySelectorAll("input[data-basket]")) box.checked = ids.includes(box.value);
    for (const link of document.querySelectorAll("a[data-basket-add]")) {
      link.textContent = ids.includes(link.dataset.basketAdd) ? "In the basket: open it" : "Put into the basket";
    }
  },
};
basket.show();
addEventListener("pageshow", () => basket.show());
document.addEventListener("change", (event) => {
  if (event.target.matches("input[data-basket]")) basket.toggle(event.target.value, event.target.checked);
});
document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-basket-add], [data-remove], [data-basket-empty], [data-basket-keep]");
  if (!target) return;
  const { basketAdd, remove } = target.dataset;
  if (basketAdd && !basket.read().includes(basketAdd)) {
    event.preventDefault();
    basket.toggle(basketAdd, true);
  } else if (basketAdd) {
    event.preventDefault();
    location.href = "/basket?" + basket.read().map((id) => "id=" + id).join("&");
  } else if (remove) {
    basket.toggle(remove, false);
  } else if (target.matches("[data-basket-empty]")) {
    basket.write([]);
  } else {
    basket.write([...new Set([...basket.read(), ...shownIDs()])]);
    target.textContent = "Kept";
  }
});
// The form of the ticked studies takes along those of other pages.
const basketForm = document.getElementById("basket-form");
if (basketForm) {
  basketForm.addEventListener("submit", (event) => {
    const ids = basket.read();
    if (!ids.length) return;
    event.preventDefault();
    location.href = "/basket?" + ids.map((id) => "id=" + id).join("&");
  });
}
function shownIDs() {
  return Array.from(document.querySelectorAll("a[data-remove]"), (a) => a.dataset.remove);
}
for (const button of document.querySelectorAll("[data-basket-keep]")) {
  button.hidden = shownIDs().every((id) => basket.read().includes(id));
}

// While a query is typed, names of the field, authors and journals are offered.
// Waiting for a pause keeps the requests few; a late answer is left unused.
const queryBox = document.getElementById("q");
if (queryBox) {
  const ways = document.createElement("datalist");
  ways.id = "ways";
  queryBox.after(ways);
  queryBox.setAttribute("list", ways.id);
  let timer = 0;
  queryBox.addEventListener("input", () => {
    clearTimeout(timer);
    const typed = queryBox.value;
    if (typed.length < 2 || typed.length > 100) return;
    timer = setTimeout(async () => {
      try {
        const answer = await fetch("/api/v1/query/complete?q=" + encodeURIComponent(typed));
        if (!answer.ok || queryBox.value !== typed) return;
        const { completions } = await answer.json();
        ways.replaceChildren(...completions.map((c) => new Option(c.text === c.query ? c.kind : c.text, c.query)));
      } catch { /* typing goes on without */ }
    }, 150);
  });
}
