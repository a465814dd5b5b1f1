/* The notes of one item are kept by themselves a little after somebody stops typing. It only adds: the button of the
   form does the same. What a colleague wrote meanwhile comes onto the page; what is typed here is never overwritten. */

"use strict";

(() => {
  const form = document.querySelector("#notes");
  const said = document.querySelector("#notes-said");
  if (!form || !said) return;
  const QUIET = 2000;
  const LATER = 8000;
  const MOST = 10000; /* Whoever types without a pause is kept this often. */
  let timer = 0;
  let since = 0;
  let isSending = false;
  let isTyped = false;

  const blocks = (root) => [...root.querySelectorAll("[data-paragraph]")];
  const fields = (block) => [...block.querySelectorAll("textarea, select, input[name]")].filter((f) => f.type !== "hidden");
  const valueOf = (field) => (field.type === "checkbox" ? String(field.checked) : field.value);
  const plain = (text) => text.replace(/\r\n?/g, "\n").trim();
  const say = (words) => { said.textContent = words; };

  const plan = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  /* What a page had in each field when it was sent, by the paragraph's own mark. */
  const snapshot = () => new Map(blocks(form).flatMap((block) => fields(block).map((field) => [field, valueOf(field)])));

  const isUntouched = (block, sent) => fields(block).every((field) => sent.get(field) === valueOf(field));

  const waiting = new WeakMap();

  const textOf = (block) => block.querySelector("textarea");

  /* One paragraph as the server has it now, put in place of the one on the page, or below what is being typed. */
  const bring = (block, fresh, sent) => {
    const typed = textOf(block);
    const now = textOf(fresh);
    const hasFocus = block.contains(document.activeElement);
    if (!hasFocus && isUntouched(block, sent)) {
      block.replaceWith(fresh);
      return;
    }
    const isAsSent = plain(sent.get(typed) ?? "") === plain(now.value);
    waiting.delete(block);
    /* Where both wrote the same, whoever is still at it keeps their own words before them, and chooses once they leave. */
    if (hasFocus && !isAsSent && fresh.querySelector(".note__clash")) {
      waiting.set(block, { fresh, sent });
      return;
    }
    if (isAsSent || isUntouched(block, sent)) {
      if (!isAsSent) {
        const place = typed.selectionStart;
        typed.value = now.value;
        typed.setSelectionRange(place, place);
      }
      const [old, later] = [block, fresh].map((one) => one.querySelector("input[name^='was-']"));
      old.value = later.value;
      const [spoke, spoken] = [block, fresh].map((one) => one.querySelector("input[name^='spoke-']"));
      if (spoke && spoken) spoke.value = spoken.value;
      /* What a colleague chose or wrote beside the text comes too, or the next keeping would take it back. */
      for (const field of fields(block).filter((one) => one !== typed && one.type !== "checkbox")) {
        const later = fresh.querySelector(`[name^='${field.name.split("-")[0]}-']`);
        if (later && sent.get(field) === valueOf(field)) field.value = later.value;
      }
    }
    /* What is told of its quotations is told of the words that were sent; the next keeping tells of those typed since. */
    block.querySelector(".note__quoted").replaceWith(fresh.querySelector(".note__quoted"));
    block.querySelectorAll(".note__clash").forEach((one) => one.remove());
    fresh.querySelectorAll(".note__clash").forEach((one) => block.append(one));
    block.classList.toggle("note--both", fresh.classList.contains("note--both"));
    /* A new paragraph has its number now, for those who see it and for those who hear it. */
    for (const part of ["legend", "label"]) block.querySelector(part).replaceChildren(...fresh.querySelector(part).childNodes);
  };

  const takeOver = (page, sent) => {
    const known = new Map(blocks(form).map((block) => [block.dataset.origin, block]));
    const last = form.querySelector("datalist");
    const kept = new Set();
    for (const fresh of blocks(page)) {
      const { origin } = fresh.dataset;
      const block = known.get(origin);
      kept.add(origin);
      if (block) bring(block, fresh, sent);
      else if (!fresh.dataset.paragraph.startsWith("new-")) last.before(fresh);
      else {
        /* A blank one is wanted only where none is on the page. */
        const isThere = blocks(form).some((one) => one.dataset.paragraph.startsWith("new-") && !plain(textOf(one).value));
        if (!isThere) last.before(fresh);
      }
    }
    for (const block of blocks(form)) {
      const isBlank = block.dataset.paragraph.startsWith("new-") && !plain(textOf(block).value);
      if (!kept.has(block.dataset.origin) && !isBlank && !block.contains(document.activeElement) && isUntouched(block, sent)) block.remove();
      if (isBlank) last.before(block);
    }
  };

  async function save() {
    if (isSending) return;
    isSending = true;
    isTyped = false;
    since = 0;
    const sent = snapshot();
    say("Keeping …");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#notes");
      if (!page) throw new Error("another page");
      if (answer.ok) {
        takeOver(page, sent);
        const kept = page.querySelector("#notes-said");
        const words = (kept && kept.textContent) || "Everything is kept.";
        const isClash = form.querySelector(".note__clash") || blocks(form).some((block) => waiting.has(block));
        say(isClash ? "Two of you wrote the same paragraph: choose." : words);
      } else {
        say("Not kept: press the button to see why.");
      }
    } catch {
      say("Not kept yet; it is tried again. You may have been signed out.");
      isTyped = true;
    } finally {
      isSending = false;
    }
    if (isTyped) plan(said.textContent.startsWith("Not kept") ? LATER : QUIET);
  }

  form.addEventListener("input", () => {
    isTyped = true;
    since ||= Date.now();
    say("Kept by itself when you pause.");
    plan(Math.max(0, Math.min(QUIET, since + MOST - Date.now())));
  });
  form.addEventListener("focusout", (event) => {
    const block = event.target.closest("[data-paragraph]");
    const found = waiting.get(block);
    if (found && !block.contains(event.relatedTarget) && isUntouched(block, found.sent)) block.replaceWith(found.fresh);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    isTyped = false;
  });
  window.addEventListener("beforeunload", (event) => { if (isTyped) event.preventDefault(); });
})();
