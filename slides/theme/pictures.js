// Live pictures without a kernel: every state was drawn beforehand, a control chooses one.
"use strict";

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(stream).text());
}

const RUN = 5000; // ms, for the whole way
const LOOP = 2600, REST = 14; // round and round: ms for the whole way, steps that it rests at its end
const [SHORTEST, LONGEST] = [80, 500]; // ms from stop to stop

// A control where the page began.
function begin(control) {
  if (control.tagName === "SELECT") {
    control.selectedIndex = [...control.options].findIndex((o) => o.defaultSelected);
  } else if (control.type === "checkbox") control.checked = control.defaultChecked;
  else control.value = control.defaultValue;
}

class LivePicture {
  constructor(figure) {
    this.figure = figure;
    this.svg = figure.querySelector(".stage").lastElementChild;
    this.told = figure.querySelector(".readouts");
    this.controls = [...figure.querySelectorAll("input, select")];
    this.played = figure.querySelector("input[data-played]");
    this.data = null;
    this.timer = null;
    this.loops = false; // or round and round
    for (const control of this.controls) {
      control.addEventListener("input", () => {
        this.stop();
        this.draw();
        this.moved();
      });
    }
  }

  // What a page does when a hand, or a run, has moved a control.
  moved() {}

  // What a page does when a run begins or ends.
  running(runs) {}

  // Play the control that is marked for it, from stop to stop; at its end it begins anew.
  // Nothing plays unasked: a button calls this.
  toggle() {
    if (this.timer) return this.stop();
    const last = Number(this.played.max);
    if (Number(this.played.value) === last) this.at(0);
    const pace = Math.min(Math.max((this.loops ? LOOP : RUN) / last, SHORTEST), LONGEST);
    this.rest = REST;
    this.timer = setInterval(() => this.step(last), pace);
    this.running(true);
  }

  step(last) {
    const now = Number(this.played.value);
    if (now === last && this.loops && this.rest--) return;
    this.rest = REST;
    this.at(now === last ? 0 : now + 1);
    if (!this.loops && now + 1 === last) this.stop();
  }

  at(stop) {
    this.played.value = stop;
    this.draw();
    this.moved();
  }

  stop() {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.timer = null;
    this.loops = false;
    this.running(false);
  }

  nameOf(control) {
    return control.closest(".control").querySelector(".name").textContent;
  }

  // The frames are unpacked when the picture comes near, not before.
  frames() {
    this.data ??= unpacked(this.figure.querySelector("script").textContent);
    return this.data;
  }

  // The states are numbered like the digits of a number: the last control moves fastest.
  state(controls = this.controls) {
    return controls.reduce((state, control) => {
      if (control.type === "checkbox") return 2 * state + Number(control.checked);
      if (control.tagName === "SELECT") return control.length * state + control.selectedIndex;
      return (Number(control.max) + 1) * state + Number(control.value);
    }, 0);
  }

  values() {
    return this.controls.map((c) => (c.type === "checkbox" ? c.checked : c.value));
  }

  set(values) {
    this.stop();
    this.controls.forEach((c, k) => {
      if (c.type === "checkbox") c.checked = values[k];
      else c.value = values[k];
    });
    this.draw();
  }

  // Back to how the page began.
  reset() {
    this.stop();
    this.controls.forEach(begin);
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
}
