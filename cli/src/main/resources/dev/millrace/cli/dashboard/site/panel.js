// What is known of one thing: its facts, its parts, and what is inside.

import { content, replay } from "./api.js";
import { kindOf } from "./picture.js";
import { $, keepingFocus, make, table, text } from "./text.js";

const WITH_CONTENT = ["STREAM", "TABLE", "FUNCTION", "BUCKET", "QUEUE"];

export class Panel {
  #node = null;
  #part = null;
  #asked = 0;

  constructor(onClose) {
    $("close").addEventListener("click", onClose);
    $("refresh").addEventListener("click", () => this.#load());
    $("replay").addEventListener("click", () => this.#replay());
  }

  /** Shows another thing, or nothing. */
  open(node) {
    this.#node = node;
    this.#part = null;
    this.#asked++;
    $("panel").hidden = !node;
    if (node) {
      for (const id of ["rows", "lines", "title", "outcome"]) {
        $(id).replaceChildren();
      }
      $("replay").hidden = true;
      // to look into a queue takes its messages for a moment, so it is done when asked for
      $("following").hidden = node.kind === "QUEUE";
      $("content").hidden = !WITH_CONTENT.includes(node.kind);
      this.update(node);
      this.#load();
      $("panel").scrollTop = 0;
    }
  }

  /** The same thing a moment later. */
  update(node) {
    this.#node = node;
    $("kind").textContent = kindOf(node);
    $("name").textContent = node.name;
    const facts = Object.entries(node.facts)
      .flatMap(([label, value]) => [make("dt", {}, label), make("dd", {}, text(value) + (label === "lag" ? " s" : ""))]);
    $("facts").replaceChildren(...facts);
    keepingFocus(() => $("parts").replaceChildren(...this.#parts(node)));
  }

  /** Loads what is inside again, if that is wanted. */
  keepUp() {
    if (this.#node && !$("following").hidden && $("follow").checked) {
      this.#load();
    }
  }

  #parts(node) {
    if (!node.parts.length) {
      return [];
    }
    if (node.kind === "MAPPING") {
      return [table(turned(node.parts))];
    }
    const chosen = this.#part ?? node.parts.at(-1).name;
    const rows = node.parts.map((part) => ({ part: part.name, ...part.facts }));
    const cell = (name, value) => {
      if (name !== "part") {
        return text(value);
      }
      const button = make("button", { "data-key": `part ${value}`, "aria-pressed": value === chosen }, value);
      button.addEventListener("click", () => this.#choose(value));
      return button;
    };
    return [table(rows, cell)];
  }

  #choose(part) {
    this.#part = part;
    this.update(this.#node);
    this.#load();
  }

  async #load() {
    if (!WITH_CONTENT.includes(this.#node.kind)) {
      return;
    }
    const asked = ++this.#asked;
    try {
      const inside = await content(this.#node.id, this.#part);
      if (asked === this.#asked) {
        this.#show(inside);
        $("outcome").textContent = "";
      }
    } catch (error) {
      if (asked === this.#asked) {
        $("outcome").textContent = error.message;
      }
    }
  }

  #show(inside) {
    const wasAtEnd = isAtEnd();
    $("title").textContent = inside.title;
    $("rows").replaceChildren(...(inside.rows.length ? [table(inside.rows)] : []));
    $("lines").textContent = inside.lines.join("\n");
    if (!inside.rows.length && !inside.lines.length) {
      $("lines").textContent = "nothing";
    }
    $("replay").hidden = !inside.replayable;
    if (wasAtEnd && this.#node.kind === "FUNCTION") {
      $("panel").scrollTop = $("panel").scrollHeight;
    }
  }

  async #replay() {
    $("replay").disabled = true;
    const id = this.#node.id;
    try {
      const done = await replay(id);
      if (this.#node?.id === id) {
        this.#show(done);
        $("outcome").textContent = done.lines.at(-1) ?? "";
      }
    } catch (error) {
      $("outcome").textContent = error.message;
    } finally {
      $("replay").disabled = false;
    }
  }
}

/** A row for each fact, a column for each part. */
function turned(parts) {
  const labels = [...new Set(parts.flatMap((part) => Object.keys(part.facts)))];
  return labels.map((label) =>
    Object.fromEntries([["shard", label], ...parts.map((part) => [part.name, part.facts[label]])]));
}

function isAtEnd() {
  const panel = $("panel");
  return panel.scrollTop > 0 && panel.scrollTop + panel.clientHeight > panel.scrollHeight - 40;
}
