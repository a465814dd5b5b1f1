/* A drawing wider than its frame begins where the recommendation stands for which one came. */

"use strict";

(() => {
  const frame = document.querySelector(".lineage__frame");
  const here = frame && frame.querySelector(".lineage__box--here");
  if (!here || frame.scrollWidth <= frame.clientWidth) return;
  const box = here.getBoundingClientRect();
  frame.scrollLeft = box.left + box.width / 2 - frame.getBoundingClientRect().left - frame.clientWidth / 2;
})();
