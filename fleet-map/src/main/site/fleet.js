// What is known of each unicorn.

import { geoDistance } from "./vendor/geo.js";

/** Who has not been heard of for so long is gone, in milliseconds. */
export const SILENCE = 30_000;

const EARTH_KM = 6371;
const TRAIL = 60;

/** The unicorns that reported lately, by name. */
export class Fleet {
  unicorns = new Map();

  /** Takes a record; false if it is no reading. */
  take(bytes, now) {
    const reading = parse(bytes);
    if (!reading) {
      return false;
    }
    const known = this.unicorns.get(reading.name);
    const history = known?.history ?? [];
    if (!history.length || reading.time > history.at(-1).time) {
      history.push(reading);
      history.splice(0, history.length - TRAIL);
    }
    this.unicorns.set(reading.name, { name: reading.name, heard: now, history });
    return true;
  }

  /** Forgets who is gone. */
  expire(now) {
    for (const [name, unicorn] of this.unicorns) {
      if (now - unicorn.heard > SILENCE) {
        this.unicorns.delete(name);
      }
    }
  }

  /** By name. */
  sorted() {
    return [...this.unicorns.values()].sort((a, b) => a.name.localeCompare(b.name));
  }
}

/** In km/h between the last two positions; null before there are two. */
export function speed(unicorn) {
  const [before, last] = unicorn.history.slice(-2);
  if (!last) {
    return null;
  }
  const hours = (last.time - before.time) / 3_600_000;
  return (geoDistance(before.place, last.place) * EARTH_KM) / hours;
}

/** A reading as the producers send it; undefined if it is none. */
function parse(bytes) {
  let fields;
  try {
    fields = JSON.parse(new TextDecoder().decode(bytes));
  } catch (notJson) {
    return undefined;
  }
  const { Name, StatusTime, Latitude, Longitude, HealthPoints, MagicPoints, Distance } = fields ?? {};
  const time = typeof StatusTime === "string" ? Date.parse(`${StatusTime.replace(" ", "T")}Z`) : NaN;
  const numbers = [time, Latitude, Longitude].every(Number.isFinite);
  if (typeof Name !== "string" || !Name || !numbers || Math.abs(Latitude) > 90 || Math.abs(Longitude) > 180) {
    return undefined;
  }
  return {
    name: Name,
    time,
    place: [Longitude, Latitude],
    health: Number(HealthPoints),
    magic: Number(MagicPoints),
    distance: Number(Distance),
  };
}
