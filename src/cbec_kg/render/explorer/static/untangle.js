// Takes crossings out of layers that are nearly in order: each family or line, and each part within its family, goes where
// fewest lines cross, as long as that helps. Pure.
const ROUNDS = 4;

// layers: lists of items from above to below, {members, fixed, still}: members are the ends of lines within an item, the first
// `fixed` of them stay first; an item that is `still` keeps its place. ties: [member, member] of each piece of a line between two adjacent layers, the left one first. Changes both orders.
export function untangle(layers, ties) {
  const layerOf = new Map(layers.flatMap((items, number) => items.flatMap(({ members }) => members.map((member) => [member, number]))));
  const between = layers.map(() => []);
  for (const tie of ties) between[layerOf.get(tie[0])].push(tie);
  const places = new Map();
  const number = (items) => items.flatMap(({ members }) => members).forEach((member, place) => places.set(member, place));
  layers.forEach(number);
  const crossingsAt = (layer) => crossings(between[layer - 1] ?? [], places) + crossings(between[layer], places);

  for (let round = 0; round < ROUNDS; round++) {
    let better = false;
    layers.forEach((items, layer) => {
      const tryMoves = (list, first) => {
        for (const moved of list.slice(first)) if (!moved.still && sift(list, moved, first, () => (number(items), crossingsAt(layer)))) better = true;
      };
      for (const { members, fixed } of items) if (members.length - fixed > 1) tryMoves(members, fixed);
      if (items.length > 1) tryMoves(items, 0);
    });
    if (!better) return;
  }
}

// Puts one of a list where `cost` is least; it stays where it is if nothing is better.
function sift(list, moved, first, cost) {
  const start = list.indexOf(moved);
  let [best, least] = [start, cost()];
  const before = least;
  if (!least) return false;
  list.splice(start, 1);
  for (let place = first; place <= list.length; place++) {
    list.splice(place, 0, moved);
    const found = place === start ? before : cost();
    if (found < least) [best, least] = [place, found];
    list.splice(place, 1);
  }
  list.splice(best, 0, moved);
  cost();
  return least < before;
}

// How many of these pieces cross one another.
export function crossings(ties, places) {
  const ends = ties.map(([one, other]) => [places.get(one), places.get(other)]);
  let count = 0;
  for (let one = 0; one < ends.length; one++) {
    for (let other = one + 1; other < ends.length; other++) {
      if ((ends[one][0] - ends[other][0]) * (ends[one][1] - ends[other][1]) < 0) count += 1;
    }
  }
  return count;
}
