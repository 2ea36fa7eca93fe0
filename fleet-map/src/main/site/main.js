// The page: what config.json names is read, and shown on the map and in the list.

import { Fleet, speed } from "./fleet.js";
import { client, read } from "./stream.js";
import { element, World } from "./world.js";

const $ = (id) => document.getElementById(id);

let fleet = new Fleet();
let world;
let chosen = null;
let reading = new AbortController();
let failure = null;
let records = 0;
let wanted = false;
let fitted = false;

start().catch((error) => fail(error));

async function start() {
  const [config, topology] = await Promise.all([json("config.json"), json("vendor/countries-110m.json")]);
  world = new World($("world"), topology, choose);
  $("in").addEventListener("click", () => world.zoomBy(1.5));
  $("out").addEventListener("click", () => world.zoomBy(1 / 1.5));
  $("whole").addEventListener("click", () => world.whole());
  $("fit").addEventListener("click", () => world.fit());
  const streams = config.streams;
  if (!streams.length) {
    throw new Error("there is no stream to read");
  }
  const kinesis = client(config);
  $("back").hidden = !config.local;
  $("choice").hidden = streams.length === 1;
  $("stream").append(...streams.map((name) => new Option(name)));
  $("stream").addEventListener("change", () => follow(kinesis, $("stream").value));
  setInterval(draw, 1000);
  follow(kinesis, streams[0]);
}

async function json(url) {
  const answer = await fetch(url);
  if (!answer.ok) {
    throw new Error(`${url}: ${answer.status} ${answer.statusText}`);
  }
  return answer.json();
}

function follow(kinesis, stream) {
  reading.abort();
  reading = new AbortController();
  fleet = new Fleet();
  records = 0;
  fitted = false;
  choose(null);
  read(kinesis, stream, reading.signal, take, (error) => {
    failure = error;
    drawSoon();
  }).catch(fail);
}

function take(bytes) {
  records++;
  fleet.take(bytes, Date.now());
  drawSoon();
}

function choose(name) {
  chosen = name;
  drawSoon();
}

function drawSoon() {
  if (!wanted) {
    wanted = true;
    requestAnimationFrame(draw);
  }
}

function fail(error) {
  $("status").classList.add("bad");
  $("status").textContent = error.message;
}

function draw() {
  wanted = false;
  fleet.expire(Date.now());
  const unicorns = fleet.sorted();
  if (!fleet.unicorns.has(chosen)) {
    chosen = null;
  }
  world.show(unicorns, chosen);
  if (!fitted && unicorns.length) {
    fitted = true;
    world.fit();
  }
  $("nobody").hidden = unicorns.length > 0;
  list(unicorns);
  details(fleet.unicorns.get(chosen));
  $("status").classList.toggle("bad", failure !== null);
  $("status").textContent = failure
    ? `${$("stream").value} cannot be read: ${failure.message}`
    : `${count(unicorns.length, "unicorn")}, ${count(records, "record")} read`;
}

function count(number, thing) {
  return `${number.toLocaleString("en")} ${thing}${number === 1 ? "" : "s"}`;
}

/** Rows are kept, so that the focus stays where it is. */
function list(unicorns) {
  const rows = new Map([...$("unicorns").children].map((row) => [row.dataset.name, row]));
  unicorns.forEach((unicorn, i) => {
    const row = rows.get(unicorn.name) ?? newRow(unicorn.name);
    rows.delete(unicorn.name);
    if ($("unicorns").children[i] !== row) {
      $("unicorns").insertBefore(row, $("unicorns").children[i] ?? null);
    }
    const button = row.firstChild;
    button.setAttribute("aria-pressed", unicorn.name === chosen);
    const age = Math.round((Date.now() - unicorn.heard) / 1000);
    button.lastChild.textContent = age ? `${age} s ago` : "now";
  });
  rows.forEach((row) => row.remove());
}

function newRow(name) {
  const row = document.createElement("li");
  const button = document.createElement("button");
  const age = document.createElement("span");
  age.className = "age";
  button.append(name, age);
  button.addEventListener("click", () => choose(name === chosen ? null : name));
  row.dataset.name = name;
  row.append(button);
  return row;
}

function details(unicorn) {
  $("details").hidden = !unicorn;
  if (!unicorn) {
    return;
  }
  const last = unicorn.history.at(-1);
  const kmh = speed(unicorn);
  const title = document.createElement("h2");
  title.textContent = unicorn.name;
  const facts = document.createElement("dl");
  const texts = {
    "Last reading": `${new Date(last.time).toISOString().slice(11, 19)} UTC`,
    Latitude: `${last.place[1].toFixed(4)}°`,
    Longitude: `${last.place[0].toFixed(4)}°`,
    Speed: kmh === null ? "–" : `${kmh.toFixed(kmh < 10 ? 1 : 0)} km/h`,
    Distance: number(last.distance),
    Health: number(last.health),
    Magic: number(last.magic),
  };
  for (const [label, text] of Object.entries(texts)) {
    const term = document.createElement("dt");
    const value = document.createElement("dd");
    term.textContent = label;
    value.textContent = text;
    facts.append(term, value);
  }
  $("details").replaceChildren(title, facts, spark(unicorn.history), legend());
}

function number(value) {
  return Number.isFinite(value) ? value.toLocaleString("en") : "–";
}

/** Health and magic over the trail, on one scale. */
function spark(history) {
  const values = history.flatMap((reading) => [reading.health, reading.magic]).filter(Number.isFinite);
  const least = Math.min(...values);
  const span = Math.max(...values) - least || 1;
  const picture = element("svg", { class: "spark", viewBox: "0 0 100 100", preserveAspectRatio: "none" });
  picture.setAttribute("aria-hidden", "true");
  for (const what of ["health", "magic"]) {
    const points = history
      .filter((reading) => Number.isFinite(reading[what]))
      .map((reading, i, all) => [
        (100 * i) / Math.max(1, all.length - 1),
        95 - (90 * (reading[what] - least)) / span,
      ]);
    picture.append(element("polyline", { class: what, points: points.join(" ") }));
  }
  return picture;
}

function legend() {
  const legend = document.createElement("p");
  legend.className = "legend";
  for (const what of ["health", "magic"]) {
    const name = document.createElement("span");
    name.className = what;
    name.textContent = what;
    legend.append(name);
  }
  return legend;
}
