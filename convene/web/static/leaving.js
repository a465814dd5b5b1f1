/* Whoever leaves a page asks themselves first whether what they typed may go: for every form with a text or a file that
   was changed and not sent. A form that came back with errors holds what is kept nowhere. It only asks; the notes of an
   item keep themselves and ask by their own script. */

"use strict";

(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  let sent = null;

  const isOther = (select) => {
    const options = [...select.options];
    if (select.multiple) return options.some((option) => option.selected !== option.defaultSelected);
    return select.selectedIndex !== Math.max(options.findIndex((option) => option.defaultSelected), 0);
  };

  const isChanged = (field) => {
    if (field.disabled || field.type === "hidden") return false;
    if (field.type === "file") return field.files.length > 0;
    if (field.matches("select")) return isOther(field);
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    return field.matches("input, textarea") && field.value !== field.defaultValue;
  };

  const holdsWork = (form) => {
    const fields = [...form.elements];
    return fields.some((field) => field.matches("textarea:not([readonly])") || (field.type === "file" && field.files.length));
  };

  const isAtRisk = (form) => {
    if (form.method !== "post" || form.matches("[data-keeps-itself]") || !holdsWork(form)) return false;
    return [...form.elements].some(isChanged) || form.querySelector(".errors, [aria-invalid=true]") !== null;
  };

  document.addEventListener("submit", (event) => { if (!event.defaultPrevented) sent = event.target; });
  /* What is typed after sending, on a page that stayed, is work again. */
  document.addEventListener("input", () => { sent = null; });
  window.addEventListener("pageshow", () => { sent = null; });
  window.addEventListener("beforeunload", (event) => {
    if (!all("form").some((form) => form !== sent && isAtRisk(form))) return;
    event.preventDefault();
    event.returnValue = true;
  });
})();
