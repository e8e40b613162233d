// Live pictures without a kernel: every state was drawn beforehand, a control chooses one.
"use strict";

const SLIDER_KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(stream).text());
}

class LivePicture {
  constructor(figure, number) {
    this.figure = figure;
    this.number = number;
    this.svg = figure.querySelector(".stage").lastElementChild;
    this.told = figure.querySelector(".readouts");
    this.controls = [...figure.querySelectorAll("input, select")];
    this.data = null;
    for (const control of this.controls) {
      control.addEventListener("input", () => {
        this.draw();
        tell({ picture: this.number, values: this.values() });
      });
      control.addEventListener("keydown", (event) => this.key(event));
    }
  }

  // The frames are unpacked when their slide comes near, not before.
  frames() {
    this.data ??= unpacked(this.figure.querySelector("script").textContent);
    return this.data;
  }

  // The states are numbered like the digits of a number: the last control moves fastest.
  state() {
    return this.controls.reduce((state, control) => {
      if (control.type === "checkbox") return 2 * state + Number(control.checked);
      if (control.tagName === "SELECT") return control.length * state + control.selectedIndex;
      return (Number(control.max) + 1) * state + Number(control.value);
    }, 0);
  }

  values() {
    return this.controls.map((c) => (c.type === "checkbox" ? c.checked : c.value));
  }

  set(values) {
    this.controls.forEach((c, k) => {
      if (c.type === "checkbox") c.checked = values[k];
      else c.value = values[k];
    });
    this.draw();
  }

  async draw() {
    for (const range of this.figure.querySelectorAll("input[type=range]")) {
      const word = JSON.parse(range.dataset.words)[range.value];
      range.setAttribute("aria-valuetext", word);
      range.nextElementSibling.textContent = word;
    }
    const { lines, frames } = await this.frames();
    const [body, alt, told] = frames[this.state()]; // asked only now: the newest wish
    this.svg.innerHTML = body.map((line) => lines[line]).join("\n");
    this.svg.setAttribute("aria-label", alt);
    this.told.innerHTML = told;
  }

  // A control keeps its own keys to itself. All others, a clicker's too, move the slides.
  key(event) {
    const ticks = event.target.type === "checkbox" && event.key === " ";
    const types = event.target.tagName === "SELECT" && (event.key.length === 1 || event.key === "Enter");
    if (SLIDER_KEYS.includes(event.key) || event.key === "Tab" || ticks || types) {
      event.stopPropagation();
      return;
    }
    if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    event.target.blur();
    event.preventDefault();
    if (event.key === "Escape") event.stopPropagation(); // back to the slides, not to their overview
  }
}

const figures = [...document.querySelectorAll("figure.live:has(.sliders)")];
const pictures = new Map(figures.map((figure, k) => [figure, new LivePicture(figure, k)]));

// The speaker view shows the deck in frames of its own window. A control moved there or here moves
// in all of them; the deck on the wall stands in the middle and hands everything on.
const views = new Set();
const wall = new URLSearchParams(location.search).has("receiver") ? window.parent.opener : null;

function tell(news, except) {
  if (wall) wall.postMessage({ live: news }, "*");
  for (const view of views) if (view !== except) view.postMessage({ live: news }, "*");
}

window.addEventListener("message", ({ data, source }) => {
  if (!data?.live) return;
  if (data.live === "here I am") {
    views.add(source);
    for (const p of pictures.values()) {
      source.postMessage({ live: { picture: p.number, values: p.values() } }, "*");
    }
    return;
  }
  pictures.get(figures[data.live.picture]).set(data.live.values);
  if (!wall) tell(data.live, source);
});
wall?.postMessage({ live: "here I am" }, "*");

function prepare(slide) {
  const shown = slide ? [...slide.querySelectorAll("figure.live:has(.sliders)")] : [];
  return Promise.all(shown.map((figure) => pictures.get(figure).frames()));
}

Reveal.on("slidechanged", ({ currentSlide }) => {
  if (!currentSlide.contains(document.activeElement)) document.activeElement?.blur();
  prepare(currentSlide).then(() => prepare(currentSlide.nextElementSibling));
});

Reveal.initialize({
  width: 1280,
  height: 720,
  margin: 0,
  minScale: 0.1,
  maxScale: 4,
  center: false,
  hash: true,
  slideNumber: "c/t",
  transition: "none",
  backgroundTransition: "none",
  plugins: [RevealNotes],
})
  .then(() => Promise.all([document.fonts.ready, prepare(Reveal.getCurrentSlide())]))
  .then(() => requestAnimationFrame(() => {
    document.documentElement.dataset.ready = Math.round(performance.now()); // ms; the tests read it
    prepare(Reveal.getCurrentSlide().nextElementSibling);
  }));
