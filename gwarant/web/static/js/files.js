// [data-files]: files that were chosen, dropped on the form or pasted are listed before they are sent, each removable.
const words = (size) => {
  for (const [least, unit] of [[1e6, "MB"], [1e3, "kB"]]) {
    const places = size >= 10 * least || size % least === 0 ? 0 : 1;
    const figure = (size / least).toFixed(places);
    if (size >= least) return `${document.documentElement.lang === "pl" ? figure.replace(".", ",") : figure} ${unit}`;
  }
  return `${size} B`;
};

class Files {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input[type=file]");
    this.list = box.querySelector(".files-new");
    this.problem = box.querySelector(".files-problem");
    this.files = [];
    box.querySelector(".files-how").hidden = !matchMedia("(any-pointer: fine)").matches; // nobody drops or pastes by finger
    this.input.addEventListener("change", () => this.add([...this.input.files]));
    box.addEventListener("change", () => this.check());
    const form = box.closest("form");
    form.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      box.dataset.over = "";
    });
    form.addEventListener("dragleave", () => delete box.dataset.over);
    form.addEventListener("drop", (event) => {
      delete box.dataset.over;
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      this.add([...event.dataTransfer.files]);
    });
    form.addEventListener("paste", (event) => {
      const pasted = [...event.clipboardData.files];
      if (!pasted.length) return;
      event.preventDefault();
      this.add(pasted.map((file) => this.named(file)));
    });
    if (this.input.files.length) this.add([...this.input.files]); // the browser kept them while one went back
  }

  // A pasted picture is called image.png by every browser: it gets a name that tells one from another.
  named(file) {
    if (file.name && file.name !== "image.png") return file;
    const moment = new Date().toISOString().slice(0, 19).replaceAll(":", "-").replace("T", "-");
    return new File([file], `${this.box.dataset.screenshot}-${moment}.png`, { type: file.type });
  }

  add(files) {
    const isNew = (file) => !this.files.some((one) => one.name === file.name && one.size === file.size && one.lastModified === file.lastModified);
    this.files.push(...files.filter(isNew));
    this.show();
  }

  show() {
    const held = new DataTransfer();
    for (const file of this.files) held.items.add(file);
    this.input.files = held.files;
    this.list.replaceChildren(...this.files.map((file) => this.row(file)));
    this.list.hidden = !this.files.length;
    this.check();
  }

  row(file) {
    const row = document.createElement("li");
    const size = document.createElement("span");
    const button = document.createElement("button");
    size.className = "quiet nowrap";
    size.textContent = words(file.size);
    button.type = "button";
    button.className = "quiet-button small-button";
    button.textContent = this.box.dataset.remove;
    button.setAttribute("aria-label", `${this.box.dataset.remove}: ${file.name}`);
    button.addEventListener("click", () => {
      this.files = this.files.filter((one) => one !== file);
      this.show();
      this.input.focus();
    });
    row.append(file.name, " ", size, " ", button);
    return row;
  }

  check() {
    const most = this.box.dataset;
    const held = [...this.box.querySelectorAll("[name=held]:checked")].map((one) => Number(one.dataset.size));
    const sizes = [...held, ...this.files.map((one) => one.size)];
    const large = this.files.find((one) => one.size > Number(most.mostFile));
    let told = "";
    const whole = sizes.reduce((sum, one) => sum + one, 0);
    const over = sizes.length - Number(most.mostFiles);
    const say = (text, figures) => text.replace(/{(\w+)}/g, (sign, name) => figures[name] ?? sign);
    if (large) told = say(most.tooLarge, { name: large.name, size: words(large.size) });
    else if (over > 0) told = say(most.tooMany, { n: sizes.length, over });
    else if (whole > Number(most.mostForm)) told = say(most.tooMuch, { size: words(whole) });
    this.problem.textContent = told;
    this.problem.hidden = !told;
    this.input.setCustomValidity(told);
  }
}

const begin = (root) => {
  for (const box of root.querySelectorAll("[data-files]:not([data-ready])")) {
    box.dataset.ready = "";
    new Files(box);
  }
};

begin(document);
document.addEventListener("htmx:load", (event) => begin(event.target));
