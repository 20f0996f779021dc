// The answer box. Streamlit calls the default function again whenever the data from Python changes, with the
// same element, so what must outlive a call is kept in a Box for that element.
//
// To Python go three events: "draft" {key, text, token}, "submit" {key, text, token} and "seen" {key}. Back
// come `saved` and `handled`, the tokens of the last draft and the last submission that were dealt with.
// Until a draft is known to be saved, the text also stands in the tab's session storage.

const DRAFT_AFTER_MS = 600;
const RETRY_AFTER_MS = 8_000;
const SUBMIT_PATIENCE_MS = 5_000;
const SUBMIT_TRIES = 3;
const SEEN_EVERY_MS = 60_000;
const COUNT_FROM = 0.9;
const PRESS_PATIENCE_MS = 400;

const boxes = new WeakMap();

class Box {
  constructor(root) {
    this.find = (selector) => root.querySelector(selector);
    this.area = this.find("textarea");
    this.button = this.find("button");
    this.name = Math.random().toString(36).slice(2);
    this.sent = 0;
    this.draft = null; // {token, text} of the newest draft that went out
    this.submission = null; // its token, while it waits for an answer
    this.timers = {};
    this.listeners = [
      [document, "visibilitychange", () => document.visibilityState === "hidden" && this.flush()],
      [window, "pagehide", () => this.flush()],
      [window, "pointerdown", () => (this.pressing = true), true],
      [window, "click", (event) => this.pressed(event)],
    ];
    this.state = ""; // "", "saved" or "unsaved": the key of the words beside the button
    this.saved = ""; // the text that Python is known to have

    this.area.addEventListener("input", () => this.typed());
    this.area.addEventListener("blur", () => this.unfocused());
    this.area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
        event.preventDefault();
        this.submit();
      }
    });
    this.button.addEventListener("click", () => this.submit());
  }

  // --- from Python --------------------------------------------------------------------------------

  update(data, emit) {
    const arrived = this.data?.key !== data.key;
    const before = this.data?.key;
    this.data = data;
    this.emit = emit;
    this.since = performance.now();
    this.start();
    if (arrived) this.open(before);
    if (data.saved && data.saved === this.draft?.token) this.acknowledge();
    if (data.handled && data.handled === this.submission) this.release();
    this.draw();
  }

  open(before) {
    const answered = this.submission !== null;
    if (before && answered) this.forget(before);
    this.release();
    this.cancel("draft");
    this.cancel("retry");
    this.draft = null;
    this.saved = this.data.draft;
    const kept = this.recall();
    this.area.value = kept ?? this.saved;
    this.area.scrollTop = 0;
    this.state = this.saved && this.area.value === this.saved ? "saved" : "";
    if (this.area.value !== this.saved) this.later("draft", DRAFT_AFTER_MS, () => this.flush());
    if (answered) {
      this.area.focus({ preventScroll: true });
      this.find(".spoken").textContent = this.data.question;
    }
  }

  acknowledge() {
    this.cancel("retry");
    this.saved = this.draft.text;
    this.draft = null;
    if (this.area.value !== this.saved) return;
    this.forget(this.data.key);
    this.state = this.saved ? "saved" : "";
  }

  release() {
    this.submission = null;
    this.cancel("patience");
  }

  // --- to Python ----------------------------------------------------------------------------------

  typed() {
    this.remember();
    this.state = "";
    this.later("draft", DRAFT_AFTER_MS, () => this.flush());
    this.draw();
  }

  // Streamlit sends together what is set within an instant, and redraws what the first of it belongs to.
  // A draft must not come just before what a press on the page sets, or the press would redraw this box
  // alone; so while something is being pressed, the draft waits until the page has dealt with that.
  unfocused() {
    if (!("draft" in this.timers)) return;
    if (this.pressing) this.later("draft", PRESS_PATIENCE_MS, () => this.flush());
    else this.flush();
  }

  pressed(event) {
    // A press on a label is followed by one on what it labels.
    if (event.target instanceof Element && event.target.closest("label") && event.target.tagName !== "INPUT") return;
    this.pressing = false;
    if ("draft" in this.timers && document.activeElement !== this.area.getRootNode().host) this.flush();
  }

  flush() {
    this.cancel("draft");
    const text = this.area.value;
    const known = this.draft?.text ?? this.saved;
    if (!this.closed && this.left >= 0 && text !== known && this.area.isConnected) this.sendDraft(text);
  }

  sendDraft(text) {
    this.draft = { token: this.token(), text };
    this.send("draft", { key: this.data.key, text, token: this.draft.token });
    this.later("retry", RETRY_AFTER_MS, () => {
      this.draft = null;
      this.state = "unsaved";
      this.draw();
      this.flush();
    });
  }

  submit() {
    if (this.closed) return;
    const text = this.area.value;
    if (!text.trim()) return this.say(this.data.words.blank);
    if (this.left < 0) return this.say(this.find(".count").textContent);
    this.cancel("draft");
    this.cancel("retry");
    this.submission = this.token();
    this.sendAnswer({ key: this.data.key, text, token: this.submission }, SUBMIT_TRIES);
    this.draw();
  }

  // The same answer may arrive twice; the second time changes nothing.
  sendAnswer(answer, tries) {
    this.send("submit", answer);
    this.later("patience", SUBMIT_PATIENCE_MS, () => {
      if (tries > 1) return this.sendAnswer(answer, tries - 1);
      this.release();
      this.draw();
      this.say(this.data.words.unsent);
    });
  }

  send(event, value) {
    this.heard = performance.now();
    this.emit(event, value);
  }

  token() {
    this.sent += 1;
    return `${this.name}.${this.sent}`;
  }

  // --- on screen ----------------------------------------------------------------------------------

  get closed() {
    return this.submission !== null || this.data.paused;
  }

  get left() {
    return this.data.limit - this.area.value.length;
  }

  draw() {
    const { words, question, paused } = this.data;
    const mac = /Mac|iPhone|iPad/.test(navigator.platform);
    this.find("label").textContent = words.label;
    this.area.setAttribute("aria-label", `${words.label}: ${question}`);
    this.area.placeholder = words.placeholder;
    this.area.readOnly = this.closed;
    this.button.setAttribute("aria-disabled", String(this.closed || this.left < 0));
    this.button.querySelector("span").textContent = this.submission ? words.sending : words.submit;
    this.find("#hint").textContent = mac ? words.hint_mac : words.hint;
    this.find(".state").textContent = paused ? words.paused : (words[this.state] ?? "");
    this.drawCount();
    this.tick();
  }

  drawCount() {
    const count = this.find(".count");
    const length = this.area.value.length;
    const near = length >= this.data.limit * COUNT_FROM;
    const number = (n) => n.toLocaleString(this.data.language);
    const text = this.left < 0 ? this.data.words.over : this.data.words.count;
    count.classList.toggle("over", this.left < 0);
    count.textContent = near
      ? text
          .replace("{n}", number(this.left < 0 ? -this.left : length))
          .replace("{limit}", number(this.data.limit))
      : "";
  }

  tick() {
    const { active, paused, words } = this.data;
    const passed = paused ? 0 : (performance.now() - this.since) / 1000;
    const total = Math.floor(active + passed);
    const parts = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
    if (parts[0] === 0) parts.shift();
    const clock = this.find(".clock");
    clock.hidden = false;
    clock.setAttribute("aria-label", words.clock);
    clock.textContent = parts.map((part, i) => (i ? String(part).padStart(2, "0") : part)).join(":");
    const quiet = performance.now() - (this.heard ?? this.since);
    if (!paused && quiet > SEEN_EVERY_MS && document.visibilityState === "visible") {
      this.send("seen", { key: this.data.key });
    }
  }

  say(text) {
    this.find(".spoken").textContent = text;
    this.find(".state").textContent = text;
    this.area.focus();
  }

  // --- what outlives a call, and what does not ----------------------------------------------------

  start() {
    if (this.running) return;
    this.running = setInterval(() => this.tick(), 1_000);
    for (const [target, ...listener] of this.listeners) target.addEventListener(...listener);
  }

  // Streamlit also ends a call that a newer one has overtaken, so nothing that is due is dropped here.
  stop() {
    clearInterval(this.running);
    this.running = null;
    for (const [target, ...listener] of this.listeners) target.removeEventListener(...listener);
    if (!this.area.isConnected && this.submission) this.forget(this.data.key);
  }

  later(name, delay, work) {
    this.cancel(name);
    this.timers[name] = setTimeout(work, delay);
  }

  cancel(name) {
    clearTimeout(this.timers[name]);
    delete this.timers[name];
  }

  // Storage can be switched off in a browser; then only the saved draft remains.
  storage(work) {
    try {
      return work(window.sessionStorage);
    } catch {
      return null;
    }
  }

  remember() {
    this.storage((kept) => kept.setItem(`rehearsal.draft.${this.data.key}`, this.area.value));
  }

  recall() {
    return this.storage((kept) => kept.getItem(`rehearsal.draft.${this.data.key}`));
  }

  forget(key) {
    this.storage((kept) => kept.removeItem(`rehearsal.draft.${key}`));
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  let box = boxes.get(parentElement);
  if (!box) {
    box = new Box(parentElement);
    boxes.set(parentElement, box);
  }
  box.update(data, setTriggerValue);
  return () => box.stop();
}
