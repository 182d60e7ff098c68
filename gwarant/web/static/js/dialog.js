// [data-opens="id"] opens that dialog; [data-copy="id"] copies that element's text. Both are hidden until this runs.
for (const button of document.querySelectorAll("[data-opens][hidden], [data-copy][hidden]")) button.hidden = false;

document.addEventListener("click", async (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && !event.ctrlKey && !event.metaKey && document.getElementById(opener.dataset.opens);
  if (dialog) {
    event.preventDefault(); // a link goes to the page that does the same
    dialog.showModal();
    dialog.querySelector("input[type=search]")?.select();
  }
  const copier = event.target.closest("[data-copy]");
  if (!copier) return;
  const source = document.getElementById(copier.dataset.copy);
  await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
  const before = copier.textContent;
  copier.textContent = copier.dataset.copied;
  setTimeout(() => (copier.textContent = before), 2000);
});
