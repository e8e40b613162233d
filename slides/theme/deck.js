// The deck: live pictures on slides, in step in all views of it. pictures.js is read before.
"use strict";

const SLIDER_KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];

class SlidePicture extends LivePicture {
  constructor(figure, number) {
    super(figure);
    this.number = number;
    if (this.played) this.button = this.playButton();
    for (const control of [...this.controls, this.button].filter(Boolean)) {
      control.addEventListener("keydown", (event) => this.key(event));
    }
  }

  // It stands before its slider. Clicked, it hands the keys back to the slides.
  playButton() {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "play";
    made.title = `play ${this.nameOf(this.played)}`;
    made.setAttribute("aria-label", made.title);
    made.addEventListener("click", (event) => {
      this.toggle();
      if (event.detail) made.blur();
    });
    this.played.closest(".control").before(made);
    return made;
  }

  running(runs) {
    this.button.setAttribute("aria-pressed", runs);
  }

  moved() {
    tell({ picture: this.number, values: this.values() });
  }

  // A control keeps its own keys to itself. All others, a clicker's too, move the slides.
  key(event) {
    const { type } = event.target;
    const presses = type === "button" && [" ", "Enter"].includes(event.key);
    const ticks = (type === "checkbox" && event.key === " ") || presses;
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

// Those that move; asked without :has(), which browsers of 2022 do not know.
function moving(place) {
  return [...place.querySelectorAll("figure.live")].filter((f) => f.querySelector(".sliders"));
}

const figures = moving(document);
const pictures = new Map(figures.map((figure, k) => [figure, new SlidePicture(figure, k)]));

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

// A veil covers a part of a picture, for the eyes and for screen readers, until the next key.
function cover(figure, lift) {
  const veiled = !lift.classList.contains("visible");
  figure.classList.toggle("veiled", veiled);
  figure.querySelector(".stage").lastElementChild.setAttribute("aria-hidden", veiled);
  const told = figure.querySelector(".readouts");
  told.setAttribute("aria-hidden", veiled && figure.classList.contains("without-readouts"));
  if (!veiled) told.innerHTML = told.innerHTML; // read aloud now
}

for (const lift of document.querySelectorAll("figure .lift")) {
  const figure = lift.closest("figure");
  new MutationObserver(() => cover(figure, lift)).observe(lift, { attributeFilter: ["class"] });
  cover(figure, lift);
}

// Key r: the slide as it was when it opened, for the next group.
function setBack() {
  const slide = Reveal.getCurrentSlide();
  for (const figure of moving(slide)) {
    pictures.get(figure).reset();
    pictures.get(figure).moved();
  }
  startClocks(slide, true);
  if (slide.querySelector(".lift")) Reveal.slide(Reveal.getIndices().h, 0, -1);
}

// Key g: "7" is 7 of the deck that is shown; "B/7", "b7" is that of deck B, in a lecture of several.
document.addEventListener("input", ({ target }) => {
  if (!target.matches(".jump-to-slide-input")) return;
  const [, letter, number] = /^\s*([a-z]?)\s*\/?\s*(\d*)\s*$/i.exec(target.value) ?? [];
  if (!letter && !number) return; // words: reveal looks for them
  const deck = letter || Reveal.getCurrentSlide().dataset.number[0];
  target.value = deck.toUpperCase() + number;
}, true);

function prepare(slide) {
  const shown = slide ? moving(slide) : [];
  return Promise.all(shown.map(leaveRoom));
}

// Room for the longest readouts of all states: no slider drops under the hand.
async function leaveRoom(figure) {
  const { frames } = await pictures.get(figure).frames();
  const told = figure.querySelector(".readouts");
  if (figure.dataset.room || !told.offsetWidth) return;
  const probe = told.cloneNode();
  for (const name of ["role", "aria-live"]) probe.removeAttribute(name);
  Object.assign(probe.style, { position: "absolute", visibility: "hidden", width: `${told.offsetWidth}px` });
  probe.setAttribute("aria-hidden", true);
  figure.append(probe);
  const heights = [...new Set(frames.map((frame) => frame[2]))].sort((a, b) => b.length - a.length)
    .slice(0, 9).map((words) => {
      probe.innerHTML = words;
      return probe.offsetHeight;
    });
  probe.remove();
  figure.dataset.room = Math.max(...heights);
  told.style.minHeight = `${figure.dataset.room}px`;
}

// A hands-on's clock starts when its slide is first shown; r starts it again.
const clocks = [...document.querySelectorAll(".clock")];

function tick() {
  for (const clock of clocks) {
    if (!clock.dataset.end) continue;
    const left = Math.round((Number(clock.dataset.end) - Date.now()) / 1000);
    const [minutes, seconds] = [Math.trunc(Math.abs(left) / 60), Math.abs(left) % 60];
    clock.textContent = `${left < 0 ? "+" : ""}${minutes}:${String(seconds).padStart(2, "0")}`;
    clock.classList.toggle("over", left <= 0);
  }
}

function startClocks(slide, again) {
  for (const clock of slide.querySelectorAll(".clock")) {
    if (again || !clock.dataset.end) clock.dataset.end = Date.now() + 60_000 * clock.dataset.minutes;
  }
  tick();
}
if (clocks.length) setInterval(tick, 500);

Reveal.on("slidechanged", ({ previousSlide, currentSlide }) => {
  for (const figure of moving(previousSlide ?? currentSlide)) pictures.get(figure).stop();
  if (!currentSlide.contains(document.activeElement)) document.activeElement?.blur();
  startClocks(currentSlide);
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
  slideNumber: (slide) => [slide?.dataset.number ?? ""], // B/7; its address is #/B7
  defaultTiming: 60, // s; the speaker view tells what is left of a slide's own
  transition: "none",
  backgroundTransition: "none",
  pdfSeparateFragments: false, // ?print-pdf, which most need not know: Ctrl+P prints as well
  pdfMaxPagesPerSlide: 1,
  plugins: [RevealNotes],
})
  .then(() => Promise.all([document.fonts.ready, prepare(Reveal.getCurrentSlide())]))
  .then(() => requestAnimationFrame(() => {
    startClocks(Reveal.getCurrentSlide());
    document.documentElement.dataset.ready = Math.round(performance.now()); // ms; the tests read it
    prepare(Reveal.getCurrentSlide().nextElementSibling);
  }));
Reveal.addKeyBinding({ keyCode: 82, key: "R", description: "Set the picture back" }, setBack);
document.documentElement.dataset.started = "yes"; // or fallback.js says why not
