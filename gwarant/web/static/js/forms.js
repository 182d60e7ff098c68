// form[data-submit-once]: its buttons rest once it is sent, and wake when the page comes back from the history.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-submit-once]")) return;
  setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type=button])")) {
      button.disabled = true;
      button.dataset.busy = "";
    }
  });
});

window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[data-busy]")) {
    button.disabled = false;
    delete button.dataset.busy;
  }
});

// Sent by htmx instead: the same button wakes with the answer.
document.addEventListener("htmx:afterRequest", () => window.dispatchEvent(new Event("pageshow")));
