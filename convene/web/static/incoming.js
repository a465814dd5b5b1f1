/* What comes in for an agenda: the box for all of a source ticks and clears the boxes below it, and what is ticked is
   counted beside the buttons. Only the boxes themselves are sent then, so that what is cleared is left out. */

"use strict";

(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  const groups = all("[data-whole]").map((row) => ({
    row,
    whole: row.querySelector("input"),
    boxes: all("input[name=chosen]", row.closest("section")),
  }));

  const show = () => {
    groups.forEach(({ whole, boxes }) => {
      const ticked = boxes.filter((box) => box.checked).length;
      whole.checked = ticked === boxes.length;
      whole.indeterminate = ticked > 0 && !whole.checked;
    });
    const count = all("input[name=chosen]:checked").filter((box) => box.value).length;
    all("[data-ticked]").forEach((place) => { place.textContent = `${count} ticked`; });
  };

  groups.forEach(({ row, whole, boxes }) => {
    const tickAll = () => boxes.forEach((box) => { box.checked = whole.checked; });
    row.querySelector("label").textContent = row.dataset.whole;
    whole.removeAttribute("name");
    whole.addEventListener("change", tickAll);
    if (whole.checked) tickAll();
  });

  document.addEventListener("change", show);
  window.addEventListener("pageshow", show); /* A page that one goes back to may come with its ticks. */
  show();
})();
