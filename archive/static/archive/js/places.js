/* Following links and coming back: Back returns to the same spot, with the focus on the link that was followed
   and open what was open. Without this file the browser still returns to the spot. */

const folds = () => [...document.querySelectorAll("main details")];
const alike = href => [...document.querySelectorAll(`a[href="${CSS.escape(href)}"]`)];

document.addEventListener("click", event => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const href = link.getAttribute("href");
  const open = folds().flatMap((fold, at) => fold.open ? [at] : []);
  const left = { href, nth: alike(href).indexOf(link), open, top: scrollY };
  history.replaceState({ ...history.state, left }, "");
});

function comeBack() {
  const left = history.state?.left;
  const link = left && alike(left.href)[left.nth];
  if (!link) return;
  link.focus({ preventScroll: true });
}

/* Of a page that is loaded anew, the browser remembers the scroll position, not what was open above it. */
function comeBackToNewPage(event) {
  const left = history.state?.left;
  const isReturn = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (left && isReturn && !event.persisted) {
    const all = folds();
    for (const at of left.open) if (all[at]) all[at].open = true;
    requestAnimationFrame(() => scrollTo({ top: left.top, behavior: "instant" }));
  }
  comeBack();
}

/* Words within something folded: not every browser opens it by itself. */
function reveal() {
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = place && place.closest("details:not([open])");
  if (!fold) return;
  for (let one = fold; one; one = one.parentElement.closest("details:not([open])")) one.open = true;
  place.scrollIntoView();
}

/* The style sheet marks the pieces of as many places as it knows; those of further ones are marked here. */
function markPieces() {
  for (const piece of document.querySelectorAll(".said.is-reached")) piece.classList.remove("is-reached");
  const group = document.querySelector(".said:target")?.className.match(/piece-\d+/)?.[0];
  if (!group) return;
  const pieces = document.querySelector(".said:target").closest(".message-body").getElementsByClassName(group);
  for (const piece of pieces) piece.classList.add("is-reached");
}

addEventListener("popstate", comeBack);
addEventListener("pageshow", comeBackToNewPage);
addEventListener("hashchange", reveal);
addEventListener("hashchange", markPieces);
reveal();
markPieces();
