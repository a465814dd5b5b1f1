/* What a draft reads like is shown a little after somebody stops typing: the form is sent as it stands, nothing of it is
   kept, and what its page says of near texts and of quotations is put in place. It only adds: the button shows the same. */

"use strict";

(() => {
  const form = document.querySelector("#draft");
  const said = document.querySelector("#reads-said");
  const text = form && form.querySelector("textarea[name=text]");
  if (!text || !said) return;
  const QUIET = 1200;
  let timer = 0;
  let asked = text.value;
  let isAsking = false;

  const place = () => form.querySelector("#reads");
  const plan = () => {
    clearTimeout(timer);
    timer = setTimeout(look, QUIET);
  };

  const words = ({ count, altered }) => [
    Number(count) && (count === "1" ? "One text is much alike; see below." : `${count} texts are much alike; see below.`),
    Number(altered) && "Adopted text is altered where it is quoted; see below.",
  ].filter(Boolean).join(" ");

  /* What was chosen there meanwhile stays chosen, where it is still offered. */
  const put = (fresh) => {
    const old = place();
    for (const field of old.querySelectorAll("input:checked, select")) {
      const now = field.matches("select") ? fresh.querySelector(`select[name="${field.name}"]`)
        : fresh.querySelector(`input[name="${field.name}"][value="${CSS.escape(field.value)}"]`);
      if (now && field.matches("select")) now.value = field.value;
      else if (now) now.checked = true;
    }
    old.replaceWith(fresh);
    if (said.textContent !== words(fresh.dataset)) said.textContent = words(fresh.dataset);
  };

  async function look() {
    /* Whoever is choosing there is not disturbed; it is looked again once they leave. */
    if (isAsking || text.value === asked) return;
    if (place().contains(document.activeElement)) {
      plan();
      return;
    }
    isAsking = true;
    asked = text.value;
    try {
      const sent = new URLSearchParams(new FormData(form));
      sent.set("then", "look");
      const answer = await fetch(window.location.href, { method: "POST", body: sent, credentials: "same-origin" });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#reads");
      if (answer.ok && fresh && place().contains(document.activeElement)) asked = null;
      else if (answer.ok && fresh) put(fresh);
    } catch {
      /* It is no part of keeping the draft: the button tells whatever it does not. */
    } finally {
      isAsking = false;
    }
    if (text.value !== asked) plan();
  }

  text.addEventListener("input", plan);
})();
