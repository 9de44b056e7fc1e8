/* The tags field as chips with suggestions. The field itself stays what it is without script:
   paths divided by commas. */

const SEPARATOR = /[,;]/;

function enhance(field) {
  field.dataset.enhanced = "yes";
  const box = document.createElement("div");
  box.className = "tag-input";
  const input = field.cloneNode();
  input.removeAttribute("name");
  input.removeAttribute("class");
  input.value = "";
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", "tag-suggestions");
  const list = document.createElement("ul");
  list.id = "tag-suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  field.type = "hidden";
  field.removeAttribute("id");
  box.append(input);
  field.after(box, list);
  const state = { field, box, input, get list() { return box.nextElementSibling; }, wait: 0 };
  write(state, field.value.split(SEPARATOR));
  input.addEventListener("input", () => typed(state));
  input.addEventListener("keydown", event => pressed(state, event));
  input.addEventListener("blur", () => setTimeout(() => { if (!box.contains(document.activeElement)) { take(state, input.value); hide(state); } }, 150));
  field.form.addEventListener("submit", () => take(state, input.value), { capture: true });
  box.addEventListener("click", event => event.target.closest("button") ? remove(state, event.target.closest(".tag").dataset.path) : input.focus());
}

const paths = state => state.field.value.split(SEPARATOR).map(path => path.trim()).filter(Boolean);

function write(state, all) {
  const wanted = [...new Set(all.map(path => path.trim().toLowerCase()).filter(Boolean))];
  state.field.value = wanted.join(", ");
  for (const chip of state.box.querySelectorAll(".tag")) chip.remove();
  state.input.before(...wanted.map(chip));
}

function chip(path) {
  const tag = Object.assign(document.createElement("span"), { className: "tag hue-8", textContent: `${path} ` });
  tag.dataset.path = path;
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
  button.setAttribute("aria-label", `Remove ${path}`);
  tag.append(button);
  return tag;
}

function take(state, text) {
  if (text.trim()) write(state, [...paths(state), ...text.split(SEPARATOR)]);
  state.input.value = "";
}

function remove(state, path) {
  write(state, paths(state).filter(other => other !== path));
  state.input.focus();
}

function typed(state) {
  if (SEPARATOR.test(state.input.value)) { take(state, state.input.value); hide(state); return; }
  clearTimeout(state.wait);
  state.wait = setTimeout(() => suggest(state), 120);
}

async function suggest(state) {
  const words = state.input.value.trim();
  if (!words) { hide(state); return; }
  const url = `${state.input.dataset.suggest}?${new URLSearchParams({ typed: words })}`;
  await htmx.ajax("GET", url, { source: state.box, target: state.list, select: "#tag-suggestions", swap: "outerHTML" });
  if (words !== state.input.value.trim()) return;
  offerNew(state, words.toLowerCase());
  for (const option of options(state)) {
    option.addEventListener("pointerdown", event => { event.preventDefault(); choose(state, option); });
  }
  state.list.hidden = false;
  state.input.setAttribute("aria-expanded", "true");
  mark(state, 0);
}

function offerNew(state, words) {
  if (options(state).some(option => option.dataset.path === words)) return;
  const option = Object.assign(document.createElement("li"), { id: "suggestion-new", textContent: `New tag “${words}”` });
  option.setAttribute("role", "option");
  option.dataset.path = words;
  state.list.append(option);
}

const options = state => [...state.list.querySelectorAll("[role=option]")];

function mark(state, at) {
  const all = options(state);
  all.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
  if (all[at]) state.input.setAttribute("aria-activedescendant", all[at].id);
}

function choose(state, option) {
  state.input.value = "";
  take(state, option.dataset.path);
  hide(state);
  state.input.focus();
}

function hide(state) {
  clearTimeout(state.wait);
  state.list.hidden = true;
  state.input.setAttribute("aria-expanded", "false");
  state.input.removeAttribute("aria-activedescendant");
}

function pressed(state, event) {
  const all = options(state);
  const open = !state.list.hidden && all.length;
  const at = all.findIndex(option => option.getAttribute("aria-selected") === "true");
  if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    mark(state, (at + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length);
  } else if (open && !event.ctrlKey && !event.metaKey && (event.key === "Enter" || event.key === "Tab") && at >= 0) {
    event.preventDefault();
    choose(state, all[at]);
  } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && state.input.value.trim()) {
    event.preventDefault();
    take(state, state.input.value);
  } else if (open && event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    hide(state);
  } else if (event.key === "Backspace" && !state.input.value) {
    write(state, paths(state).slice(0, -1));
  }
}

function enhanceAll() {
  for (const field of document.querySelectorAll("input[data-suggest][name]:not([data-enhanced])")) enhance(field);
}
document.addEventListener("htmx:afterSettle", enhanceAll);
enhanceAll();
