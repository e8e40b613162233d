// The pages that are played: pictures move, guesses and quizzes answer. Nothing leaves the browser.
"use strict";

// --- pictures ------------------------------------------------------------------------------------

const AHEAD = "900px"; // how near a picture is when its frames are fetched
const arriving = new Map();
const narrow = matchMedia("(max-width: 600px), (max-height: 500px)"); // as in course.css
const stillWanted = matchMedia("(prefers-reduced-motion: reduce)");

// What a file of frames calls: a script may be read from a folder, where nothing may be fetched.
function courseFrames(key, background, frames) {
  arriving.get(key)([background, frames]);
}

// The numbers of a frame's lines; a file says how many are left out before each.
function places(gaps) {
  let last = -1;
  return gaps.map((gap) => (last += gap + 1));
}

class PagePicture extends LivePicture {
  constructor(figure) {
    super(figure);
    this.stage = figure.querySelector(".stage");
    this.svg = null;
    this.played ??= figure.querySelector("input[type=range]");
    const buttons = figure.querySelector(".buttons");
    if (this.played) {
      const told = `play ${this.nameOf(this.played)}`;
      this.play = button(buttons, "▶ Play", told, () => this.toggle());
    }
    button(buttons, "Reset", "reset this picture", () => this.reset());
    this.size = button(buttons, "Enlarge", "enlarge this picture", () => this.enlarge());
    this.stage.addEventListener("click", () => { if (narrow.matches) this.enlarge(); });
    figure.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && figure.classList.contains("large")) this.enlarge();
    });
    for (const kind of ["touchstart", "touchmove"]) {
      figure.addEventListener(kind, (event) => this.turned(event), { passive: true });
    }
    this.apart = this.controls.filter((control) => control.closest(".alone"));
    this.together = this.controls.filter((control) => !this.apart.includes(control));
    figure.addEventListener("input", (event) => this.setBack(event.target), true);
  }

  // A control that moves alone has frames of its own, drawn with all others where they began.
  state() {
    const moved = this.apart.find((control) => this.moving === control);
    if (!moved) return super.state(this.together);
    return Number(moved.closest(".alone").dataset.first) + super.state([moved]);
  }

  setBack(control) {
    const alone = this.apart.includes(control);
    for (const other of this.controls) {
      if (other !== control && (alone || this.apart.includes(other))) begin(other);
    }
    this.moving = control;
  }

  at(stop) {
    this.setBack(this.played);
    super.at(stop);
  }

  reset() {
    this.moving = null;
    super.reset();
  }

  frames() {
    this.data ??= this.fetched();
    return this.data;
  }

  async fetched() {
    const key = this.figure.dataset.frames;
    const script = document.createElement("script");
    const told = new Promise((done, failed) => {
      arriving.set(key, done);
      script.onerror = () => failed(new Error(`frames/${key}.js is missing`));
    });
    script.src = `frames/${key}.js`;
    document.head.append(script);
    const [background, frames] = await Promise.all((await told).map(unpacked));
    this.stage.innerHTML = background;
    this.svg = this.stage.firstElementChild.cloneNode(false);
    this.svg.removeAttribute("aria-hidden");
    this.svg.setAttribute("role", "img");
    this.stage.append(this.svg);
    for (const frame of frames.frames) frame[0] = places(frame[0]);
    return frames;
  }

  running(runs) {
    this.play.textContent = runs ? "■ Stop" : "▶ Play";
  }

  // Browsers let a finger move a slider along the lines of the page. One that lies across them, in
  // a picture that is turned on its side, follows the finger here.
  turned({ target, touches: [{ clientY }] }) {
    if (target.type !== "range") return;
    const { top, width, height } = target.getBoundingClientRect();
    if (height < width) return;
    const before = target.value;
    target.value = Math.round(((clientY - top - 8) / (height - 16)) * target.max);
    if (target.value !== before) target.dispatchEvent(new Event("input", { bubbles: true }));
  }

  enlarge() {
    this.size.textContent = enlarged(this.figure) ? "Smaller" : "Enlarge";
  }
}

// As large as the window, or as before. Meanwhile the page is shorter by a picture.
function enlarged(figure) {
  const before = scrollY;
  const large = figure.classList.toggle("large");
  if (large) figure.dataset.back = before;
  else scrollTo({ top: figure.dataset.back, behavior: "instant" });
  return large;
}

function button(place, words, told, pressed) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  made.title = told;
  made.addEventListener("click", pressed);
  place.append(made);
  return made;
}

function pictures() {
  const near = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      found.get(target).draw().then(() => { target.dataset.ready = Math.round(performance.now()); });
    }
  }, { rootMargin: AHEAD });
  const found = new Map();
  for (const figure of document.querySelectorAll("figure.live")) {
    found.set(figure, new PagePicture(figure));
    near.observe(figure);
  }
  for (const still of document.querySelectorAll("figure.still")) {
    still.addEventListener("click", () => { if (narrow.matches) enlarged(still); });
  }
  const first = found.get(document.querySelector("figure.plays"));
  if (first && !stillWanted.matches) {
    first.loops = true;
    first.toggle();
  }
  addEventListener("beforeprint", () => found.forEach((picture) => picture.draw()));
}

// --- what is kept, in this browser only ----------------------------------------------------------

const kept = {
  get(key) {
    try { return JSON.parse(localStorage.getItem(`course:${key}`)); } catch { return null; }
  },
  set(key, value) {
    try { localStorage.setItem(`course:${key}`, JSON.stringify(value)); } catch { /* not allowed */ }
  },
};

// --- quizzes -------------------------------------------------------------------------------------

// The first answer counts; all others may be opened, too, to read what they say.
function quiz(place) {
  const key = `quiz:${place.dataset.quiz}`;
  const answers = kept.get(key) ?? {};
  const questions = [...place.querySelectorAll(".question")];
  const score = place.querySelector(".score");
  const tell = () => {
    const given = questions.filter((q) => q.dataset.question in answers);
    const right = given.filter((q) => answers[q.dataset.question].right);
    score.textContent = given.length
      ? `${right.length} of ${questions.length} right at the first try, ${given.length} answered. `
      : "";
    if (given.length) button(score, "Start again", "forget these answers", again);
  };
  const again = () => {
    for (const name of Object.keys(answers)) delete answers[name];
    kept.set(key, answers);
    for (const option of place.querySelectorAll(".option")) option.open = false;
    tell();
  };
  for (const question of questions) {
    [...question.querySelectorAll(".option")].forEach((option, index) => {
      option.addEventListener("toggle", () => {
        const name = question.dataset.question;
        if (!option.open || name in answers) return;
        answers[name] = { chosen: index, right: "right" in option.dataset };
        kept.set(key, answers);
        tell();
      });
      if (answers[question.dataset.question]?.chosen === index) option.open = true;
    });
  }
  tell();
}

// --- predictions ---------------------------------------------------------------------------------

function prediction(place) {
  const key = `guess:${place.dataset.prediction}`;
  const [reveal, said] = [place.querySelector(".reveal"), place.querySelector(".said")];
  const number = place.querySelector("input");
  const buttons = [...place.querySelectorAll("button")];
  const { right, answer } = place.dataset;
  const near = (n) => Math.abs(n - right) <= 0.1 * Math.abs(right) + 1e-9;
  // Who is asked for 68 percent may say 0.68.
  const isNear = (n) => near(n) || ("percent" in place.dataset && near(100 * n));
  const show = (guess) => {
    const hit = number ? isNear(guess) : guess === right;
    const words = number ? guess : buttons[guess]?.textContent;
    const correct = right === undefined || hit ? "" : answer;
    said.textContent = `You guessed “${words}”. ${hit && right !== undefined ? "So it is. " : ""}${correct}`;
    reveal.open = true;
    for (const one of buttons) one.setAttribute("aria-pressed", String(one.value === guess));
  };
  for (const one of buttons) {
    one.addEventListener("click", () => {
      const guess = number ? number.value : one.value;
      if (guess === "") return;
      kept.set(key, guess);
      show(guess);
    });
  }
  const before = kept.get(key);
  if (before === null) return;
  if (number) number.value = before;
  show(before);
}

addEventListener("DOMContentLoaded", () => {
  pictures();
  document.querySelectorAll(".quiz").forEach(quiz);
  document.querySelectorAll(".prediction").forEach(prediction);
});
