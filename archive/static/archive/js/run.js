/* The page of a run that goes on is fetched anew every second: what somebody opened stays open. Focus htmx keeps, by id. */
let opened = [];

document.addEventListener("htmx:beforeSwap", event => {
  opened = [...event.detail.target.querySelectorAll("details[open][id]")].map(details => details.id);
});

document.addEventListener("htmx:afterSwap", () => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
});
