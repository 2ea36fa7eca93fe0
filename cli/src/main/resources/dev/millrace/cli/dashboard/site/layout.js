// Where each thing of a picture stands: columns in the direction of the records, as few crossings as a few sweeps give.

const WIDTH = 208;
const HEIGHT = 86;
const GAP_X = 44;
const GAP_Y = 18;
const MARGIN = 24;
const SWEEPS = 12;

/** @returns the boxes by id, and the size of the whole */
export function layout(nodes, edges) {
  const ways = edges.filter((edge) => edge.way !== "FAILURE");
  const columns = ordered(columnsOf(nodes, edges), ways);
  const tallest = Math.max(0, ...columns.map((column) => column.length));
  const boxes = new Map();
  columns.forEach((column, i) => {
    const top = MARGIN + ((tallest - column.length) * (HEIGHT + GAP_Y)) / 2;
    column.forEach((id, j) => {
      boxes.set(id, {
        x: MARGIN + i * (WIDTH + GAP_X),
        y: top + j * (HEIGHT + GAP_Y),
        width: WIDTH,
        height: HEIGHT,
      });
    });
  });
  return {
    boxes,
    width: 2 * MARGIN + columns.length * (WIDTH + GAP_X) - GAP_X,
    height: 2 * MARGIN + tallest * (HEIGHT + GAP_Y) - GAP_Y,
  };
}

/** The longest way to each from where records come in; an edge that would close a circle does not count. */
function columnsOf(nodes, edges) {
  const into = new Map(nodes.map((node) => [node.id, []]));
  edges.forEach((edge) => into.get(edge.to).push(edge.from));
  const depths = new Map();
  const depth = (id, under) => {
    if (!depths.has(id)) {
      const before = into.get(id).filter((from) => !under.has(from));
      const deeper = new Set(under).add(id);
      depths.set(id, Math.max(-1, ...before.map((from) => depth(from, deeper))) + 1);
    }
    return depths.get(id);
  };
  const columns = [];
  for (const { id } of nodes) {
    (columns[depth(id, new Set([id]))] ??= []).push(id);
  }
  return columns.filter(Boolean);
}

/** Each column sorted by where its neighbours stand, to and fro. */
function ordered(columns, edges) {
  const neighbours = new Map(columns.flat().map((id) => [id, []]));
  for (const { from, to } of edges) {
    neighbours.get(from).push(to);
    neighbours.get(to).push(from);
  }
  const place = new Map();
  const number = (column) => column.forEach((id, i) => place.set(id, (i + 0.5) / column.length));
  columns.forEach(number);
  const mean = (id) => {
    const places = neighbours.get(id).map((other) => place.get(other));
    return places.length ? places.reduce((a, b) => a + b) / places.length : place.get(id);
  };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 ? columns.toReversed() : columns) {
      const means = new Map(column.map((id) => [id, mean(id)]));
      column.sort((a, b) => means.get(a) - means.get(b));
      number(column);
    }
  }
  return columns;
}

/** A curve from one box to another; backwards it goes below both. */
export function curve(from, to) {
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x, to.y + to.height / 2];
  if (x2 > x1) {
    const bend = Math.min(60, (x2 - x1) / 2);
    return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  }
  const below = Math.max(from.y, to.y) + from.height + GAP_Y / 2;
  return `M${x1} ${y1}C${x1 + 50} ${y1} ${x1 + 50} ${below} ${x1 - 20} ${below}L${x2 + 20} ${below}`
    + `C${x2 - 50} ${below} ${x2 - 50} ${y2} ${x2} ${y2}`;
}
