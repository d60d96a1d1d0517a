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
      const text = document.getElementById(button.dataset.copy).textContent;
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
