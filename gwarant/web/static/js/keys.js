// data-list: j and k walk its links. data-key="r": that key goes there. "?" opens dialog#keys, which can switch it all off.
const OFF = "gwarant-keys-off";
const dialog = document.getElementById("keys");
const choice = dialog?.querySelector("[data-keys-choice]");

function walk(step) {
  const links = [...document.querySelectorAll("[data-list] a.row-title, [data-list] a[data-item]")];
  const here = links.indexOf(document.activeElement);
  links[Math.min(Math.max(here + step, 0), links.length - 1)]?.focus();
}

function go(key) {
  const place = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!place) return false;
  if (place.matches("a, button, summary")) place.click();
  else place.focus();
  return true;
}

function isTyping(target) {
  return target.isContentEditable || target.closest("input, textarea, select, dialog[open]");
}

// data-arrows: from its field down to what was found, and up again.
document.addEventListener("keydown", (event) => {
  const box = ["ArrowDown", "ArrowUp"].includes(event.key) && event.target.closest("[data-arrows]");
  if (!box) return;
  const stops = [box.querySelector("input"), ...box.querySelectorAll("a.row-title")];
  const next = stops[stops.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) event.preventDefault();
  next?.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "?") return dialog?.showModal();
  if (localStorage.getItem(OFF)) return;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key.length === 1 && go(event.key)) event.preventDefault();
});

if (choice) {
  choice.checked = !localStorage.getItem(OFF);
  choice.addEventListener("change", () => {
    if (choice.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
}
