/* Notes without leaving the page. Every control here is a link or a form that works without this file. */
import { selectedRange } from "./ranges.js";

const newNote = document.querySelector("[data-new-note]")?.dataset.newNote;

/** Loads the form from its own page and stands it in the segment's margin. */
async function openForm(url, segment) {
  closeForm();
  const slot = segment.querySelector(".notes") ?? segment.appendChild(Object.assign(document.createElement("aside"), { className: "notes" }));
  const place = document.createElement("div");
  place.className = "form-slot";
  slot.prepend(place);
  segment.closest("details")?.setAttribute("open", "");
  await htmx.ajax("GET", url, { source: segment, target: place, select: "#note-form", swap: "innerHTML" });
  if (!place.querySelector("form")) location.assign(url);
  armForm();
  place.querySelector("textarea")?.focus();
}

/** In the margin the form is sent by htmx, and the segment comes back; on its own page it is sent as it is. */
function armForm() {
  const form = document.querySelector(".form-slot #note-form:not([hx-post])");
  if (!form) return;
  form.setAttribute("hx-post", form.getAttribute("action"));
  form.setAttribute("hx-target", `#${form.dataset.segment}`);
  form.setAttribute("hx-swap", "outerHTML");
  htmx.process(form);
}
document.addEventListener("htmx:afterSettle", armForm);

/* The same words may stand in other messages of the page: the answer to a write brings these segments, too. */
document.addEventListener("htmx:configRequest", event => {
  if (event.detail.verb === "get") return;
  const shown = [...document.querySelectorAll(".thread > [data-message]")].map(message => message.dataset.message);
  event.detail.parameters.delete("shown");
  for (const key of shown) event.detail.parameters.append("shown", key);
});

function closeForm() {
  const slot = document.querySelector(".form-slot");
  const segment = slot?.closest(".segment");
  slot?.remove();
  const notes = segment?.querySelector(".notes");
  if (notes && !notes.children.length) notes.remove();
  return segment;
}

function formUrl({ message, start, end }) {
  return `${newNote}?${new URLSearchParams({ message, start, end })}`;
}

document.addEventListener("click", event => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const link = event.target.closest("a.add-note, a.edit-note, a.cancel-note");
  if (!link || !newNote) return;
  if (link.matches(".cancel-note")) {
    if (!link.closest(".form-slot")) return;
    event.preventDefault();
    closeForm()?.querySelector(".add-note")?.focus();
    return;
  }
  event.preventDefault();
  openForm(link.href, link.closest(".segment"));
});

/* Selected words: a button beside them, and the key n. */
const button = document.createElement("button");
Object.assign(button, { type: "button", className: "note-selection button", textContent: "Note on these words", hidden: true });
document.body.append(button);

function offerNote() {
  const chosen = newNote && selectedRange();
  button.hidden = !chosen;
  if (!chosen) return;
  button.style.left = `${Math.max(8, Math.min(chosen.box.right + scrollX - 60, scrollX + innerWidth - 180))}px`;
  button.style.top = `${chosen.box.bottom + scrollY + 6}px`;
}

function noteOnSelection() {
  const chosen = selectedRange();
  if (!chosen) return false;
  button.hidden = true;
  getSelection().removeAllRanges();
  openForm(formUrl(chosen), chosen.segment);
  return true;
}

document.addEventListener("selectionchange", offerNote);
button.addEventListener("pointerdown", event => event.preventDefault());
button.addEventListener("click", noteOnSelection);

document.addEventListener("keydown", event => {
  const form = event.target.closest?.(".note-form");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); return; }
  if (form && event.key === "Escape" && !event.defaultPrevented) closeForm()?.querySelector(".add-note")?.focus();
});
document.addEventListener("key:n", event => { if (noteOnSelection() || noteOnFocus()) event.preventDefault(); });

/** n without a selection: a note on the segment under the pointer or with the focus. */
function noteOnFocus() {
  const segment = document.activeElement?.closest(".segment") ?? document.querySelector(".segment:hover");
  const link = segment?.querySelector(":scope > .add-note");
  if (link) openForm(link.href, segment);
  return Boolean(link);
}

/* After a write the focus goes to what was written. */
document.addEventListener("htmx:afterSwap", event => {
  const segment = document.getElementById(event.detail.target.id);
  const next = segment?.matches(".segment") && (segment.querySelector(".undo button") ?? segment.querySelector(".add-note"));
  if (next) next.focus({ preventScroll: true });
});

/* A write that did not go through says so where it was made. */
for (const name of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(name, event => {
    if (event.detail.xhr?.status === 422) return;
    const form = event.detail.elt.closest("form") ?? document.querySelector("#note-form");
    const words = event.detail.xhr?.status === 403 || event.detail.xhr?.status === 404
      ? "You may not do that any more. Load the page again."
      : "It was not saved: the server did not answer. Your words are still here; try again.";
    let line = form?.querySelector("[role=alert]");
    if (form && !line) { line = Object.assign(document.createElement("p"), { className: "errorlist" }); line.setAttribute("role", "alert"); form.prepend(line); }
    if (line) line.textContent = words;
  });
}

/* A note and its words are joined while either is under the pointer or has focus. */
function join(event) {
  const id = event.target.closest?.("[data-note]")?.dataset.note;
  for (const part of document.querySelectorAll("[data-note]")) part.classList.toggle("is-joined", part.dataset.note === id);
}
document.addEventListener("pointerover", join);
document.addEventListener("focusin", join);
