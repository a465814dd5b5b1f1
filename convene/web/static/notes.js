/* The notes of one item are kept by themselves a little after somebody stops typing. It only adds: the button of the
   form does the same. What a colleague wrote, moved or removed comes onto the page within seconds, while it is looked
   at; what is typed here is never overwritten. */

"use strict";

(() => {
  const form = document.querySelector("#notes");
  const said = document.querySelector("#notes-said");
  if (!form || !said) return;
  const QUIET = 2000;
  const LATER = 8000;
  const MOST = 10000; /* Whoever types without a pause is kept this often. */
  const LOOK = 4000;
  let timer = 0;
  let since = 0;
  let isSending = false;
  let isTyped = false;
  let isLooking = false;
  let isHeld = false; /* Something of a colleague’s could not be shown, since somebody is at it here. */
  let trouble = "";

  const blocks = (root) => [...root.querySelectorAll("[data-paragraph]")];
  const fields = (block) => [...block.querySelectorAll("textarea, select, input[name]")].filter((f) => f.type !== "hidden");
  const valueOf = (field) => (field.type === "checkbox" ? String(field.checked) : field.value);
  const plain = (text) => text.replace(/\r\n?/g, "\n").trim();
  const say = (words) => { said.textContent = words; };
  const isNew = (block) => block.dataset.paragraph.startsWith("new-");

  /* What the server has of each field as far as this page knows; at first what it was given. */
  const known = new WeakMap();
  const givenTo = (field) => {
    if (field.type === "checkbox") return String(field.defaultChecked);
    if (field.tagName === "SELECT") return ([...field.options].find((one) => one.defaultSelected) ?? field.options[0]).value;
    return field.defaultValue;
  };
  const kept = () => new Map(blocks(form).flatMap((block) => fields(block).map((field) => [field, known.get(field) ?? givenTo(field)])));
  const put = (field, value) => {
    field.value = value;
    known.set(field, value);
  };

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
        put(typed, now.value);
        typed.setSelectionRange(place, place);
      }
      const [old, later] = [block, fresh].map((one) => one.querySelector("input[name^='was-']"));
      old.value = later.value;
      const [spoke, spoken] = [block, fresh].map((one) => one.querySelector("input[name^='spoke-']"));
      if (spoke && spoken) spoke.value = spoken.value;
      /* What a colleague chose or wrote beside the text comes too, or the next keeping would take it back. */
      for (const field of fields(block).filter((one) => one !== typed && one.type !== "checkbox")) {
        const later = fresh.querySelector(`[name^='${field.name.split("-")[0]}-']`);
        if (later && sent.get(field) === valueOf(field)) put(field, later.value);
      }
    }
    /* What is told of its quotations is told of the words that were sent; the next keeping tells of those typed since. */
    block.querySelector(".note__quoted").replaceWith(fresh.querySelector(".note__quoted"));
    block.querySelectorAll(".note__clash").forEach((one) => one.remove());
    fresh.querySelectorAll(".note__clash").forEach((one) => block.append(one));
    block.classList.toggle("note--both", fresh.classList.contains("note--both"));
    /* A new paragraph has its number now, for those who see it and for those who hear it. */
    for (const part of ["legend", "label"]) block.querySelector(part).replaceChildren(...fresh.querySelector(part).childNodes);
    rename(block, fresh.dataset.paragraph);
    bringButtons(block, fresh);
  };

  /* What was begun here has the mark now that the server knows it by. */
  const rename = (block, mark) => {
    const was = block.dataset.paragraph;
    if (was === mark) return;
    block.dataset.paragraph = mark;
    for (const one of block.querySelectorAll("[name], [id], [for]")) {
      for (const each of ["name", "id", "for"]) {
        const value = one.getAttribute(each);
        if (value && value.includes(was)) one.setAttribute(each, value.replace(was, mark));
      }
    }
  };

  /* What can be done with a paragraph follows from its place; a box that is ticked stays so, and so does the focus. */
  const bringButtons = (block, fresh) => {
    const [old, later] = [block, fresh].map((one) => one.querySelector(":scope > .note__acts"));
    if (!later || (old && old.innerHTML === later.innerHTML)) return;
    if (!old) {
      block.querySelector(".note__row").after(later);
      return;
    }
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const [box, boxLater] = [old, later].map((one) => one.querySelector("input"));
    boxLater.checked = box.checked;
    old.replaceWith(later);
    if (focused) (later.querySelector(focused.id ? `[id="${focused.id}"]` : `[value="${focused.value}"]`) ?? boxLater).focus();
  };

  /* The paragraphs in the server's order; the one that somebody is at is not moved, or it would lose the focus. */
  const order = (wanted) => {
    if (blocks(form).every((block, place) => block === wanted[place])) return;
    const last = form.querySelector("datalist");
    const still = wanted.find((block) => block.contains(document.activeElement));
    let next = still ?? last;
    for (const block of wanted) {
      if (block === still) next = last;
      else next.before(block);
    }
  };

  const takeOver = (page, sent) => {
    const present = new Map(blocks(form).map((block) => [block.dataset.origin, block]));
    const last = form.querySelector("datalist");
    const theirs = blocks(page);
    const origins = theirs.map((fresh) => fresh.dataset.origin);
    for (const fresh of theirs) {
      const block = present.get(fresh.dataset.origin);
      if (block) bring(block, fresh, sent);
      /* One to begin with is wanted only where none is on the page. */
      else if (!isNew(fresh) || !blocks(form).some(isNew)) last.before(fresh);
    }
    isHeld = blocks(form).some((block) => waiting.has(block));
    for (const block of blocks(form)) {
      if (origins.includes(block.dataset.origin) || isNew(block)) continue;
      if (!block.contains(document.activeElement) && isUntouched(block, sent)) block.remove();
      else isHeld = true;
    }
    const place = (block) => (isNew(block) ? origins.length : origins.indexOf(block.dataset.origin));
    const here = blocks(form);
    /* What a colleague removed and somebody here is at stays behind what it stood behind. */
    const places = new Map();
    here.forEach((block, n) => places.set(block, origins.includes(block.dataset.origin) || isNew(block) ? place(block) : places.get(here[n - 1]) ?? -1));
    order([...here].sort((one, other) => places.get(one) - places.get(other)));
    for (const each of ["#headings", "#present"]) form.querySelector(each)?.replaceChildren(...(page.querySelector(each)?.childNodes ?? []));
    const named = form.querySelector("#unnamed");
    if (named && !page.querySelector("#unnamed") && !named.contains(document.activeElement)) named.remove();
    form.dataset.mark = page.dataset.mark;
  };

  const isClash = () => form.querySelector(".note__clash") || blocks(form).some((block) => waiting.has(block));
  const CHOOSE = "Two of you wrote the same paragraph: choose.";

  /* Whether a colleague changed the notes; asked only while somebody looks, and answered shortly where nobody did. */
  async function look() {
    if (document.hidden || isSending || isLooking) return;
    isLooking = true;
    const mark = form.dataset.mark;
    try {
      const headers = mark && !isHeld ? { "If-None-Match": `"${mark}"` } : {};
      const answer = await fetch(form.action, { headers, credentials: "same-origin" });
      if (answer.status === 200 && !answer.redirected) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#notes");
        /* What was sent from here meanwhile brings an answer of its own. */
        if (page && !isSending && form.dataset.mark === mark) meet(page, mark);
      }
    } catch {
      /* Without a connection the next keeping says so; looking goes on. */
    } finally {
      isLooking = false;
    }
  }

  const meet = (page, mark) => {
    if (!page.querySelector("#notes-said")) {
      clearInterval(looking);
      say(`${trouble} The notes stay as they are now: load the page again.`.trim());
      return;
    }
    takeOver(page, kept());
    if (page.dataset.mark === mark) return;
    const words = isClash() ? CHOOSE : "A colleague changed these notes: they are shown as they are now.";
    say(`${trouble} ${words}`.trim());
  };

  async function save() {
    if (isSending) return;
    isSending = true;
    isTyped = false;
    since = 0;
    const sent = snapshot();
    trouble = "";
    say("Keeping …");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#notes");
      if (!page) throw new Error("another page");
      if (answer.ok) {
        sent.forEach((value, field) => known.set(field, value));
        takeOver(page, sent);
        const words = page.querySelector("#notes-said")?.textContent || "Everything is kept.";
        say(isClash() ? CHOOSE : words);
      } else {
        trouble = "Not kept: press the button to see why.";
        say(trouble);
      }
    } catch {
      trouble = "Not kept yet; it is tried again. You may have been signed out.";
      say(trouble);
      isTyped = true;
    } finally {
      isSending = false;
    }
    if (isTyped) plan(trouble ? LATER : QUIET);
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
  const looking = setInterval(look, LOOK);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("beforeunload", (event) => { if (isTyped) event.preventDefault(); });
})();
