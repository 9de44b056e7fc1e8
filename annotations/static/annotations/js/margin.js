/* Notes hang in the margin level with their words; those that would meet move apart. Without this file a
   segment grows to the height of its notes. */

const thread = document.querySelector(".thread");
const wide = matchMedia("(min-width: 75rem)");
const APART = 12;
let waiting = 0;

function settle() {
  waiting = 0;
  thread.classList.toggle("hanging", wide.matches);
  const all = [...thread.querySelectorAll(".segment > .notes")];
  if (!wide.matches) { thread.style.minHeight = ""; return; }
  const places = all.map(notes => ({ notes, segment: notes.parentElement }))
    .filter(({ segment }) => !segment.closest("details:not([open])"))
    .map(({ notes, segment }) => ({ notes, top: segment.getBoundingClientRect().top + scrollY, height: notes.offsetHeight }));
  let free = 0;
  const pushes = places.map(({ top, height }) => {
    const at = Math.max(top, free);
    free = at + height + APART;
    return at - top;
  });
  places.forEach(({ notes }, index) => notes.style.setProperty("--push", `${pushes[index]}px`));
  const start = thread.getBoundingClientRect().top + scrollY;
  thread.style.minHeight = free ? `${free - start + 48}px` : "";
}

export function settleSoon() {
  if (!waiting && thread) waiting = requestAnimationFrame(settle);
}

if (thread) {
  settle();
  wide.addEventListener("change", settleSoon);
  addEventListener("resize", settleSoon);
  thread.addEventListener("toggle", settleSoon, { capture: true });
  document.addEventListener("htmx:afterSettle", settleSoon);
  new ResizeObserver(settleSoon).observe(thread);
  new MutationObserver(settleSoon).observe(thread, { childList: true, subtree: true });
  thread.addEventListener("input", settleSoon);
}
