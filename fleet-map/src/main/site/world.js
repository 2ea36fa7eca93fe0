// The world and who is on it, as SVG.

import { feature, geoGraticule10, geoNaturalEarth1, geoPath } from "./vendor/geo.js";

const SVG = "http://www.w3.org/2000/svg";
const LARGEST_ZOOM = 4000;

/** An SVG element with attributes. */
export function element(name, attributes = {}) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  return made;
}

export class World {
  center = [0, 20];
  zoom = 1;
  unicorns = [];
  chosen = null;
  #svg;
  #countries;
  #land = element("path", { class: "land" });
  #graticule = element("path", { class: "graticule" });
  #markers = element("g");
  #shown = new Map();
  #onChoose;

  constructor(svg, topology, onChoose) {
    this.#svg = svg;
    this.#countries = feature(topology, topology.objects.countries);
    this.#onChoose = onChoose;
    svg.append(this.#graticule, this.#land, this.#markers);
    new ResizeObserver(() => this.draw()).observe(svg);
    this.#listen();
  }

  show(unicorns, chosen) {
    this.unicorns = unicorns;
    this.chosen = chosen;
    this.#drawUnicorns(this.#projection());
  }

  draw() {
    const projection = this.#projection();
    const path = geoPath(projection);
    this.#land.setAttribute("d", path(this.#countries) ?? "");
    this.#graticule.setAttribute("d", path(geoGraticule10()) ?? "");
    this.#drawUnicorns(projection);
  }

  whole() {
    this.center = [0, 20];
    this.zoom = 1;
    this.draw();
  }

  /** Shows everybody, as near as can be. */
  fit() {
    const places = this.unicorns.map((unicorn) => unicorn.history.at(-1).place);
    if (!places.length) {
      return;
    }
    const span = (i) => [Math.min(...places.map((p) => p[i])), Math.max(...places.map((p) => p[i]))];
    const [west, east] = span(0);
    const [south, north] = span(1);
    this.center = [(west + east) / 2, (south + north) / 2];
    this.zoom = clamp(Math.min(230 / (east - west), 120 / (north - south)), 1, LARGEST_ZOOM);
    this.draw();
  }

  zoomBy(factor) {
    this.zoom = clamp(this.zoom * factor, 1, LARGEST_ZOOM);
    this.draw();
  }

  /** By a part of the map's width and height. */
  move(right, down) {
    const [longitude, latitude] = this.center;
    this.center = [
      ((longitude + (right * 360) / this.zoom + 540) % 360) - 180,
      clamp(latitude - (down * 180) / this.zoom, -85, 85),
    ];
    this.draw();
  }

  #projection() {
    const { width, height } = this.#svg.getBoundingClientRect();
    const projection = geoNaturalEarth1().fitSize([width, height], { type: "Sphere" });
    return projection
      .scale(projection.scale() * this.zoom)
      .rotate([-this.center[0], 0])
      .center([0, this.zoom === 1 ? 0 : this.center[1]])
      .translate([width / 2, height / 2])
      .clipExtent([[-20, -20], [width + 20, height + 20]]);
  }

  #drawUnicorns(projection) {
    const left = new Set(this.#shown.keys());
    for (const unicorn of this.unicorns) {
      left.delete(unicorn.name);
      this.#draw(unicorn, projection);
    }
    for (const name of left) {
      this.#shown.get(name).marker.remove();
      this.#shown.delete(name);
    }
    this.#svg.dataset.unicorns = this.unicorns.length;
  }

  #draw(unicorn, projection) {
    const { marker, trail, spot } = this.#shown.get(unicorn.name) ?? this.#add(unicorn.name);
    const points = unicorn.history.map((reading) => projection(reading.place).map(round));
    trail.setAttribute("points", points.map((point) => point.join()).join(" "));
    spot.setAttribute("transform", `translate(${points.at(-1).join()})`);
    marker.classList.toggle("chosen", unicorn.name === this.chosen);
  }

  #add(name) {
    const marker = element("g", { class: "unicorn" });
    const trail = element("polyline", { class: "trail" });
    const spot = element("g");
    const label = element("text", { x: 9, y: 4 });
    label.textContent = name;
    spot.append(element("circle", { r: 6 }), label);
    marker.append(trail, spot);
    marker.addEventListener("click", () => this.#onChoose(name));
    this.#markers.append(marker);
    const parts = { marker, trail, spot };
    this.#shown.set(name, parts);
    return parts;
  }

  #listen() {
    const keys = {
      ArrowLeft: () => this.move(-0.1, 0),
      ArrowRight: () => this.move(0.1, 0),
      ArrowUp: () => this.move(0, -0.1),
      ArrowDown: () => this.move(0, 0.1),
      "+": () => this.zoomBy(1.5),
      "=": () => this.zoomBy(1.5),
      "-": () => this.zoomBy(1 / 1.5),
      0: () => this.whole(),
      f: () => this.fit(),
    };
    this.#svg.addEventListener("keydown", (event) => {
      if (keys[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
        keys[event.key]();
        event.preventDefault();
      }
    });
    this.#svg.addEventListener("wheel", (event) => {
      this.zoomBy(event.deltaY < 0 ? 1.2 : 1 / 1.2);
      event.preventDefault();
    }, { passive: false });
    this.#svg.addEventListener("pointermove", (event) => {
      if (event.buttons & 1) {
        const { width, height } = this.#svg.getBoundingClientRect();
        this.move(-event.movementX / width, -event.movementY / height);
      }
    });
  }
}

function clamp(value, least, most) {
  return Math.min(most, Math.max(least, value));
}

function round(value) {
  return Math.round(value * 10) / 10;
}
