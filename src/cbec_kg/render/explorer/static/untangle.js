// Takes crossings out of layers: each family or line, and each part within its family, goes where fewest lines cross, as long as that
// helps, from the order given and from others made by chance, always the same; the best is kept. Pure.
const ROUNDS = 6;
const STARTS = 40;

// layers: lists of items from above to below, {members, fixed, still}: members are the ends of lines within an item, the first
// `fixed` of them stay first; an item that is `still` keeps its place. ties: [member, member] of each piece of a line between two
// adjacent layers, the left one first. arcs: [member, member, side] of each line within a layer. Changes both orders.
export function untangle(layers, ties, arcs = []) {
  const near = nearBy(ties);
  const places = new Map();
  const number = (items) => items.flatMap(({ members }) => members).forEach((member, place) => places.set(member, place));
  const cost = () => crossings(ties.filter(([one]) => places.has(one)), places, layerOf) + crossingsOfArcs(arcs, layers, near);
  const layerOf = new Map(layers.flatMap((items, layer) => items.flatMap(({ members }) => members.map((member) => [member, layer]))));
  layers.forEach(number);
  settle(layers, near, places, number);
  let least = cost();
  let best = ordersOf(layers);
  const chance = chances();
  for (let start = 0; start < STARTS && least; start++) {
    restore(layers, best);
    shuffle(layers[Math.floor(chance() * layers.length)], chance);
    layers.forEach(number);
    settle(layers, near, places, number);
    const found = cost();
    if (found <= least) [least, best] = [found, ordersOf(layers)];
  }
  restore(layers, best);
}

// The members that each is tied to, left and right of it.
function nearBy(ties) {
  const near = new Map();
  const of = (member) => near.get(member) ?? near.set(member, { left: [], right: [] }).get(member);
  for (const [one, other] of ties) {
    of(one).right.push(other);
    of(other).left.push(one);
  }
  return near;
}

// Moves one after another to where fewest lines cross, until nothing helps.
function settle(layers, near, places, number) {
  for (let round = 0; round < ROUNDS; round++) {
    let better = false;
    for (const items of layers) {
      for (const { members, fixed } of items) {
        if (members.length - fixed > 1 && siftAll(members, fixed, (member) => [member], near, places)) better = true;
      }
      if (items.length > 1 && siftAll(items, 0, ({ members }) => members, near, places)) better = true;
      number(items);
    }
    if (!better) return;
  }
}

function siftAll(list, first, membersOf, near, places) {
  const ends = new Map(list.map((one) => [one, endsOf(membersOf(one), near, places)]));
  let better = false;
  for (const moved of list.slice(first)) if (!moved.still && sift(list, moved, first, ends)) better = true;
  return better;
}

// Where the lines of some members end, left and right of them.
function endsOf(members, near, places) {
  const side = (name) => members.flatMap((member) => near.get(member)?.[name] ?? []).map((other) => places.get(other));
  return { left: side("left"), right: side("right") };
}

// Puts one of a list where fewest of its lines cross others: passing a neighbour changes only what the two have crossing.
function sift(list, moved, first, ends) {
  const start = list.indexOf(moved);
  const gain = (other, upwards) => {
    const [own, its] = [ends.get(moved), ends.get(other)];
    const now = upwards ? crossed(its, own) : crossed(own, its);
    return now - (upwards ? crossed(own, its) : crossed(its, own));
  };
  let [best, most] = [start, 0];
  for (const [step, last] of [[-1, first], [1, list.length - 1]]) {
    let sum = 0;
    for (let place = start; place !== last; place += step) {
      const other = list[place + step];
      if (other.still) break;
      sum += gain(other, step < 0);
      if (sum > most) [best, most] = [place + step, sum];
    }
  }
  if (best === start) return false;
  list.splice(start, 1);
  list.splice(best, 0, moved);
  return true;
}

// How many lines of two cross where the one stands above the other.
function crossed(above, below) {
  let count = 0;
  for (const side of ["left", "right"]) for (const one of above[side]) for (const other of below[side]) count += one > other;
  return count;
}

// How many of these pieces cross one another; those of different layers do not.
export function crossings(ties, places, layerOf = null) {
  const ends = ties.map(([one, other]) => [places.get(one), places.get(other), layerOf?.get(one)]);
  let count = 0;
  for (let one = 0; one < ends.length; one++) {
    for (let other = one + 1; other < ends.length; other++) {
      if (ends[one][2] === ends[other][2] && (ends[one][0] - ends[other][0]) * (ends[one][1] - ends[other][1]) < 0) count += 1;
    }
  }
  return count;
}

// A line within a layer crosses what leaves the members between its ends on its side.
function crossingsOfArcs(arcs, layers, near) {
  if (!arcs.length) return 0;
  let count = 0;
  for (const items of layers) {
    const members = items.flatMap((item) => item.members);
    for (const [one, other, side] of arcs) {
      const [from, to] = [members.indexOf(one), members.indexOf(other)].sort((a, b) => a - b);
      if (from >= 0) for (const between of members.slice(from + 1, to)) count += near.get(between)?.[side].length ?? 0;
    }
  }
  return count;
}

// Numbers below one, the same ones each time.
function chances() {
  let seed = 1;
  return () => (seed = (seed * 48271) % 2147483647) / 2147483647;
}

// Puts what may move into another order.
function shuffle(items, chance) {
  const mixed = (list) => {
    const left = [...list];
    return list.map(() => left.splice(Math.floor(chance() * left.length), 1)[0]);
  };
  for (const item of items) item.members = [...item.members.slice(0, item.fixed), ...mixed(item.members.slice(item.fixed))];
  const moving = mixed(items.filter(({ still }) => !still));
  items.forEach((item, place) => item.still || (items[place] = moving.shift()));
}

function ordersOf(layers) {
  return layers.map((items) => items.map((item) => [item, [...item.members]]));
}

function restore(layers, orders) {
  layers.forEach((items, layer) => orders[layer].forEach(([item, members], place) => (items[place] = Object.assign(item, { members: [...members] }))));
}
