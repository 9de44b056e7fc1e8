/* Keys and small courtesies of every page: all of it works by link and button too. */

const search = document.querySelector("#site-search");
const menu = document.querySelector("details.menu");
const isTyping = target => target.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", event => {
  if (event.key === "Escape" && menu?.open && !event.defaultPrevented) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  event.preventDefault();
  search?.focus();
  search?.select();
});

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
