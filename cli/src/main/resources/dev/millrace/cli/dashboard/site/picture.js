// The pipelines: a button for each thing, a line for each way between two.

import { curve, layout } from "./layout.js";
import { $, count, make, text } from "./text.js";

const SVG = "http://www.w3.org/2000/svg";
const SHOWN = 2;
const ALARMS = ["failed calls", "failed", "given up", "failures", "messages"];
const KINDS = {
  STREAM: "stream", TABLE: "table", MAPPING: "mapping", FUNCTION: "function",
  DELIVERY: "delivery stream", BUCKET: "bucket", INDEX: "index", QUEUE: "queue", TOPIC: "topic",
};

/** What a kind is called. */
export const kindOf = (node) => KINDS[node.kind];

/** As the records go, so that the tabulator key follows them. */
const inOrder = (nodes, boxes) =>
  nodes.toSorted((a, b) => boxes.get(a.id).x - boxes.get(b.id).x || boxes.get(a.id).y - boxes.get(b.id).y);

export class PictureView {
  #onChoose;
  #shape = "";
  #buttons = new Map();
  #lines = [];
  #before = new Map();

  constructor(onChoose) {
    this.#onChoose = onChoose;
  }

  show(picture, chosen) {
    const shape = JSON.stringify([picture.nodes.map((node) => node.id), picture.edges]);
    if (shape !== this.#shape) {
      this.#shape = shape;
      this.#place(picture);
    }
    const now = performance.now();
    for (const node of picture.nodes) {
      this.#fill(node, this.#rate(node, now));
    }
    this.choose(chosen);
  }

  choose(id) {
    for (const [other, button] of this.#buttons) {
      button.setAttribute("aria-pressed", other === id);
    }
    for (const { edge, path } of this.#lines) {
      path.classList.toggle("lit", edge.from === id || edge.to === id);
    }
  }

  #place({ nodes, edges }) {
    const { boxes, width, height } = layout(nodes, edges);
    this.#buttons.clear();
    for (const node of inOrder(nodes, boxes)) {
      const button = make("button", { class: `node ${node.kind.toLowerCase()}`, "data-id": node.id, "data-key": node.id });
      const box = boxes.get(node.id);
      Object.assign(button.style, {
        left: `${box.x}px`, top: `${box.y}px`, width: `${box.width}px`, height: `${box.height}px`,
      });
      button.addEventListener("click", () => this.#onChoose(node.id));
      this.#buttons.set(node.id, button);
    }
    this.#lines = edges.map((edge) => {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("d", curve(boxes.get(edge.from), boxes.get(edge.to)));
      path.setAttribute("class", edge.way.toLowerCase());
      path.setAttribute("marker-end", "url(#tip)");
      return { edge, path };
    });
    $("nodes").replaceChildren(...this.#buttons.values());
    Object.assign($("nodes").style, { width: `${width}px`, height: `${height}px` });
    $("edges").setAttribute("width", width);
    $("edges").setAttribute("height", height);
    $("edges").replaceChildren($("edges").querySelector("defs"), ...this.#lines.map((line) => line.path));
  }

  #fill(node, rate) {
    const counts = Object.entries(node.facts)
      .filter(([label, value]) => typeof value === "number" && !ALARMS.includes(label))
      .slice(0, SHOWN)
      .map(([label, value]) => count(value, label));
    const alarms = ALARMS.filter((label) => node.facts[label] > 0)
      .map((label) => count(node.facts[label], label));
    const button = this.#buttons.get(node.id);
    button.replaceChildren(
      make("span", { class: "what" }, kindOf(node), make("span", {}, rate)),
      make("span", { class: "name" }, node.name),
      make("span", { class: "counts" }, counts.join(" · ")),
      make("span", { class: "counts alarm" }, alarms.join(" · ")));
    button.title = node.name;
  }

  /** How fast the first number grows. */
  #rate(node, now) {
    const count = Object.values(node.facts).find((value) => typeof value === "number") ?? 0;
    const before = this.#before.get(node.id);
    this.#before.set(node.id, { count, now });
    const grown = before ? count - before.count : 0;
    return grown > 0 ? `+${text((grown * 1000) / (now - before.now))}/s` : "";
  }
}
