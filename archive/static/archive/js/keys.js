/* Keys and small courtesies of every page: all of it works by link and button too. */

const search = document.querySelector("#site-search");
const menu = document.querySelector("details.menu");
const isTyping = target => target.closest("input, textarea, select, [contenteditable]");

/* All keys of a page. One works, and is told in the list of keys, where what `when` names is on the page. A key that
   this file does not serve itself goes out as the event `key:n`, to whoever does (annotations/js/notes.js). */
const KEYS = [
  { key: "/", says: "search", when: "#site-search", does: toSearch },
  { key: "j", says: "next message", when: "article.message h2", does: () => step(1) },
  { key: "k", says: "previous message", when: "article.message h2", does: () => step(-1) },
  { key: "n", says: "note on this passage, or on the selected words", when: "[data-new-note]" },
];
const works = row => document.querySelector(row.when);

document.addEventListener("keydown", event => {
  if (event.key === "Escape" && menu?.open && !event.defaultPrevented) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const row = KEYS.find(one => one.key === event.key);
  if (!row || !works(row)) return;
  const isServed = row.does ? row.does() : !document.dispatchEvent(new CustomEvent(`key:${row.key}`, { cancelable: true }));
  if (isServed) event.preventDefault();
});

function toSearch() {
  search.focus();
  search.select();
  return true;
}

/** The next or previous message. */
function step(by) {
  const heads = [...document.querySelectorAll("article.message h2")];
  const next = by > 0
    ? heads.find(head => head.getBoundingClientRect().top > 60)
    : heads.findLast(head => head.getBoundingClientRect().top < -4);
  next?.closest("article").scrollIntoView();
  next?.focus({ preventScroll: true });
  return Boolean(next);
}

/* The list of keys is drawn from the table. */
for (const list of document.querySelectorAll(".keys")) {
  for (const row of KEYS.filter(works)) {
    list.append(
      Object.assign(document.createElement("kbd"), { textContent: row.key }),
      Object.assign(document.createElement("span"), { textContent: row.says }),
    );
  }
}

document.addEventListener("click", event => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});

/* The server never sees what follows #: after signing in one is back at the passage, not at the top. */
for (const link of document.querySelectorAll("a[data-sign-in]")) {
  link.addEventListener("click", () => {
    const url = new URL(link.href);
    url.searchParams.set("next", location.pathname + location.search + location.hash);
    link.href = url;
  });
}
