// The page: asks once a second how everything is, and shows it.

import { picture } from "./api.js";
import { Panel } from "./panel.js";
import { PictureView } from "./picture.js";
import { $ } from "./text.js";

const EVERY = 1000;

const panel = new Panel(() => choose(null));
const view = new PictureView(choose);
let nodes = new Map();
let chosen = null;

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && chosen) {
    choose(null);
  }
});
look();

async function look() {
  try {
    show(await picture());
    $("status").classList.remove("bad");
  } catch (error) {
    $("status").classList.add("bad");
    $("status").textContent = `The stack does not answer: ${error.message}`;
  }
  setTimeout(look, EVERY);
}

function show(now) {
  nodes = new Map(now.nodes.map((node) => [node.id, node]));
  $("stack").textContent = now.stack;
  $("status").textContent = `${now.time.slice(0, 19).replace("T", " ")} UTC`;
  view.show(now, chosen);
  if (chosen && !nodes.has(chosen)) {
    choose(null);
  } else if (chosen) {
    panel.update(nodes.get(chosen));
    panel.keepUp();
  }
  document.body.dataset.looks = Number(document.body.dataset.looks ?? 0) + 1;
}

function choose(id) {
  const before = chosen;
  chosen = id === chosen ? null : id;
  view.choose(chosen);
  panel.open(nodes.get(chosen) ?? null);
  if (!chosen && before) {
    document.querySelector(`[data-id="${CSS.escape(before)}"]`)?.focus();
  }
}
