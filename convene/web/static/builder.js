/* The agenda builder: dragging, and lifting by keyboard. Whatever it does, the page's buttons do too.

   An item is shown at its new place at once and sent as “put this after that”; the answer is the builder's page, of
   which the list and what stands beside it are taken over. Minutes typed meanwhile are sent with it and kept; whatever
   else was typed stays. */

"use strict";

(() => {
  const $ = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const isSub = (row) => row.classList.contains("build__item--sub");
  const rows = (list) => all(":scope > .build__item", list);
  const sessionOf = (row) => row.closest("[data-session]");
  const listOf = (session) => $(".build__items", session);
  const handleOf = (row) => $(".build__handle", row);
  let lifted = null;
  let waiting = false;
  let leaving = false;

  const say = (words) => { $("#said").textContent = words; };

  /* A row with the sub-items below it. */
  const blockOf = (row) => {
    const found = [row];
    if (isSub(row)) return found;
    for (let next = row.nextElementSibling; next && next.matches(".build__item--sub"); next = next.nextElementSibling) found.push(next);
    return found;
  };

  const headBefore = (row) => {
    let found = row.previousElementSibling;
    while (found && (!found.matches(".build__item") || isSub(found))) found = found.previousElementSibling;
    return found;
  };

  const rowBefore = (row) => {
    let found = row.previousElementSibling;
    while (found && !found.matches(".build__item")) found = found.previousElementSibling;
    return found;
  };

  const rowAfter = (row) => {
    let found = row.nextElementSibling;
    while (found && !found.matches(".build__item")) found = found.nextElementSibling;
    return found;
  };

  /* Where a row stands, as the server reads it: item, session, the one it follows among its kind, the one it is below. */
  const wishOf = (row) => {
    const head = isSub(row) ? headBefore(row) : null;
    let after = null;
    if (head) {
      const before = rowBefore(row);
      after = before === head ? null : before;
    } else {
      after = headBefore(row);
    }
    const key = (one) => (one ? one.dataset.item : "-");
    return `${row.dataset.item} ${sessionOf(row).dataset.session} ${key(after)} ${key(head)}`;
  };

  const placeWords = (row) => {
    const session = sessionOf(row);
    const fellows = rows(listOf(session));
    const below = isSub(row) ? `, a sub-item of “${headBefore(row).dataset.title}”` : "";
    return `place ${fellows.indexOf(row) + 1} of ${fellows.length} in ${session.dataset.title}${below}`;
  };

  /* A row may stand as a sub-item only below an item, and only while it has no sub-items itself. */
  const settle = (block, asSub) => {
    const row = block[0];
    row.classList.toggle("build__item--sub", Boolean(asSub && block.length === 1 && headBefore(row)));
  };

  const insert = (block, list, before) => block.forEach((row) => list.insertBefore(row, before));

  const up = (block) => {
    const row = block[0];
    const before = rowBefore(row);
    if (before) {
      const goal = isSub(row) || !isSub(before) ? before : headBefore(before);
      insert(block, goal.parentElement, goal);
    } else {
      const session = sessionOf(row).previousElementSibling;
      if (!session || !session.matches("[data-session]")) return false;
      insert(block, listOf(session), null);
    }
    settle(block, isSub(row));
    return true;
  };

  const down = (block) => {
    const row = block[0];
    const after = rowAfter(block[block.length - 1]);
    if (after) {
      const passed = isSub(row) ? [after] : blockOf(after);
      insert(block, after.parentElement, passed[passed.length - 1].nextElementSibling);
    } else {
      const session = sessionOf(row).nextElementSibling;
      if (!session || !session.matches("[data-session]")) return false;
      insert(block, listOf(session), listOf(session).firstElementChild);
    }
    settle(block, isSub(row));
    return true;
  };

  const lift = (row) => {
    const block = blockOf(row);
    const last = block[block.length - 1];
    lifted = { block, list: row.parentElement, next: last.nextElementSibling, wasSub: isSub(row), from: wishOf(row) };
    block.forEach((one) => one.classList.add("is-lifted"));
    handleOf(row).setAttribute("aria-pressed", "true");
  };

  const putDown = () => {
    const { block } = lifted;
    block.forEach((one) => one.classList.remove("is-lifted"));
    handleOf(block[0]).setAttribute("aria-pressed", "false");
    lifted = null;
    return block[0];
  };

  const putBack = ({ block, list, next, wasSub }) => {
    insert(block, list, next);
    block[0].classList.toggle("build__item--sub", wasSub);
  };

  const giveUp = () => {
    putBack(lifted);
    const row = putDown();
    say(`“${row.dataset.title}” is back where it was.`);
    handleOf(row).focus();
  };

  const drop = () => {
    const before = lifted;
    const row = putDown();
    const wish = wishOf(row);
    handleOf(row).focus();
    if (wish === before.from) {
      say(`“${row.dataset.title}” stays where it was.`);
      return;
    }
    say(`“${row.dataset.title}” dropped: ${placeWords(row)}.`);
    send(wish, row, before);
  };

  const fieldsOf = (root) => all("input[name], select[name]", root).filter((field) => field.type !== "hidden" && field.id);

  /* For minutes, the mark of what stood there when they were filled. */
  const markOf = (field, root) => (field.id.startsWith("minutes-") ? $(`[name="was-${field.id.slice(8)}"]`, root) : null);

  const blankOf = (field, root) => (markOf(field, root)?.value ?? field.dataset.blank ?? field.defaultValue);

  /* Fields that somebody typed into; of those that were sent already, the ones that were changed since. */
  const typedIn = (root, sent) => fieldsOf(root)
    .filter((field) => field.value !== (sent?.get(field.id) ?? blankOf(field, root)))
    .map((field) => ({ id: field.id, value: field.value, was: sent ? null : markOf(field, root)?.value ?? null }));

  const typeAgain = (root, typed) => typed.forEach(({ id, value, was }) => {
    const field = document.getElementById(id);
    if (!field || !root.contains(field)) return;
    field.value = value;
    if (was !== null) markOf(field, root).value = was;
  });

  /* Give whether the answer was the builder; if not, everything stays as it is. */
  const takeOver = (text, sent = null) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = $("#builder", page);
    if (!fresh) return false;
    const builder = $("#builder");
    const typed = typedIn(builder, sent);
    const focus = document.activeElement && document.activeElement.id;
    const selection = document.activeElement && document.activeElement.selectionStart;
    const said = $("#said").textContent;
    const open = all("details[open]", builder).map((one) => one.closest("[data-item]")?.dataset.item).filter(Boolean);
    builder.replaceChildren(...fresh.childNodes);
    for (const place of ["#beside", ".lede"]) {
      const [old, made] = [$(place), $(place, page)];
      if (old && made) old.replaceChildren(...made.childNodes);
    }
    all(".banners").forEach((old) => old.remove());
    const told = $(".banners", page);
    if (told) $(".page__head").before(told);
    typeAgain(builder, typed);
    open.forEach((key) => { const more = $(`[data-item="${CSS.escape(key)}"] .more`); if (more) more.open = true; });
    prepare();
    const again = focus && document.getElementById(focus);
    if (again && again !== document.activeElement) {
      again.focus({ preventScroll: true });
      if (typeof selection === "number" && again.type === "text") again.setSelectionRange(selection, selection);
    }
    say([said, ...all(".banners .banner").map((one) => one.textContent.trim())].join(" "));
    return true;
  };

  const warn = (words) => {
    all(".banners").forEach((old) => old.remove());
    const box = document.createElement("div");
    box.className = "banners";
    box.append(document.createElement("p"));
    box.firstChild.className = "banner banner--broken";
    box.firstChild.textContent = words;
    $(".page__head").before(box);
    box.scrollIntoView({ block: "nearest" });
    say(words);
  };

  /* Everything typed is sent too: the server keeps the minutes, and gives back what is only half typed. */
  const send = async (wish, row, before) => {
    waiting = true;
    const form = $("#arrange");
    const body = new URLSearchParams(new FormData(form));
    const sent = new Map(fieldsOf($("#builder")).map((field) => [field.id, field.value]));
    body.set("put", wish);
    row.classList.add("is-waiting");
    let failed = "";
    try {
      const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
      if (!takeOver(await answer.text(), sent)) failed = "The service did not accept it; you may have been signed out.";
    } catch {
      failed = "The connection failed.";
    } finally {
      waiting = false;
    }
    if (!failed) return;
    row.classList.remove("is-waiting");
    putBack(before);
    warn(`${failed} The item is back where it was, and what you typed is still here.`);
  };

  /* Somebody comes back to the page: what the other changed meanwhile is shown, and nothing typed is lost. */
  const refresh = async () => {
    if (waiting || lifted || document.hidden) return;
    waiting = true;
    try {
      const answer = await fetch($("#builder").dataset.page, { credentials: "same-origin" });
      if (answer.ok && !lifted) takeOver(await answer.text());
    } catch {
      /* The next visit to the page tries again. */
    } finally {
      waiting = false;
    }
  };

  const onKey = (event) => {
    const handle = event.target.closest(".build__handle");
    if (!handle || waiting) return;
    const row = handle.closest(".build__item");
    const is = (...keys) => keys.includes(event.key);
    if (!lifted) {
      if (!is(" ", "Enter")) return;
      event.preventDefault();
      lift(row);
      say(`Lifted “${row.dataset.title}”: ${placeWords(row)}.`);
      return;
    }
    const { block } = lifted;
    if (is(" ", "Enter")) drop();
    else if (is("Escape")) giveUp();
    else if (is("ArrowUp")) { if (up(block)) say(`${placeWords(row)}.`); }
    else if (is("ArrowDown")) { if (down(block)) say(`${placeWords(row)}.`); }
    else if (is("ArrowRight")) { settle(block, true); say(`${placeWords(row)}.`); }
    else if (is("ArrowLeft")) { outdent(block); say(`${placeWords(row)}.`); }
    else return;
    event.preventDefault();
    handle.focus();
    handle.scrollIntoView({ block: "nearest" });
  };

  /* A sub-item that becomes an item comes after its fellows, which would be its own sub-items otherwise. */
  const outdent = (block) => {
    const row = block[0];
    if (!isSub(row)) return;
    const fellows = blockOf(headBefore(row));
    insert(block, row.parentElement, fellows[fellows.length - 1].nextElementSibling);
    settle(block, false);
  };

  const INDENT = 36;

  const dragTo = (x, y, startX) => {
    const { block } = lifted;
    const under = document.elementFromPoint(x, y);
    const target = under && under.closest(".build__item");
    const list = target ? target.parentElement : under && under.closest("[data-session]") && listOf(under.closest("[data-session]"));
    if (!list) return;
    const asSub = x - startX > INDENT || (lifted.wasSub && x - startX > -INDENT);
    if (target && !block.includes(target)) {
      const box = target.getBoundingClientRect();
      const goal = y < box.top + box.height / 2 ? target : blockEnd(target, asSub);
      insert(block, list, goal);
    } else if (!target && !rows(list).length) {
      insert(block, list, null);
    }
    settle(block, asSub);
    /* An item never splits another from its sub-items. */
    if (!isSub(block[0])) {
      let next = block[block.length - 1].nextElementSibling;
      if (next && next.matches(".build__item--sub")) {
        while (next && next.matches(".build__item--sub")) next = next.nextElementSibling;
        insert(block, list, next);
      }
    }
  };

  const blockEnd = (target, asSub) => {
    const group = asSub || isSub(target) ? [target] : blockOf(target).filter((one) => !lifted.block.includes(one));
    return group[group.length - 1].nextElementSibling;
  };

  const onPointer = (event) => {
    const handle = event.target.closest && event.target.closest(".build__handle");
    if (!handle || event.button !== 0 || waiting || lifted) return;
    event.preventDefault();
    handle.focus();
    const row = handle.closest(".build__item");
    const [startX, startY] = [event.clientX, event.clientY];
    let moved = false;
    const move = (now) => {
      if (!moved && Math.hypot(now.clientX - startX, now.clientY - startY) < 4) return;
      if (!moved) { moved = true; lift(row); }
      if (lifted) dragTo(now.clientX, now.clientY, startX);
    };
    const end = (now) => {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", end);
      document.removeEventListener("pointercancel", end);
      if (!lifted) return;
      if (now.type === "pointercancel") giveUp();
      else drop();
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", end);
    document.addEventListener("pointercancel", end);
  };

  const prepare = () => {
    if (!$("#builder button[formaction*='/minutes']")) return;
    all(".build__handle, #handle-help").forEach((one) => { one.hidden = false; });
  };

  /* Enter in a field does what the button of that field does. */
  const onEnter = (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("#builder input[name]")) return;
    const place = event.target.closest(".build__new") ?? sessionOf(event.target);
    const button = $(place.matches(".build__new") ? "button" : "button[formaction*='/minutes']", place);
    if (!button) return;
    event.preventDefault();
    button.click();
  };

  document.addEventListener("keydown", onKey);
  document.addEventListener("keydown", onEnter);
  document.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && $("#builder") && typedIn($("#builder")).length) event.preventDefault();
  });
  document.addEventListener("pointerdown", onPointer);
  document.addEventListener("focusout", (event) => {
    /* Whoever leaves the handle with Tab has given up; a row that moves keeps it, and is focused again at once. */
    if (lifted && event.relatedTarget && !event.relatedTarget.closest(".is-lifted")) giveUp();
  });
  document.addEventListener("visibilitychange", refresh);
  prepare();
})();
