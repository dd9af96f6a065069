// Which part of the picture the window shows, and how large. `network` is vis-network, whose own zoom and drag move the view too.
// How small a picture may be when it is first shown, in a wide window and in one as narrow as a telephone.
const LEAST_AT_FIRST = { wide: 0.62, narrow: 0.5 };
const NARROW = 500;
const MOST_AT_FIRST = 1.2;
const SMALLEST = 0.05;
const LARGEST = 3;

export function cameraOf(network, container, boundsNow) {
  // A window may be so low or narrow that nothing of it is left for the picture.
  const room = () => ({ width: Math.max(40, container.clientWidth), height: Math.max(40, container.clientHeight) });

  function place(scale, x, y) {
    network.moveTo({ scale: Math.max(SMALLEST, Math.min(LARGEST, scale)), position: { x, y } });
  }

  // All of the picture at once, however small.
  function whole() {
    const { width, height } = boundsNow();
    const { width: wide, height: high } = room();
    const scale = Math.min(MOST_AT_FIRST, wide / width, high / height);
    place(scale, width / 2, Math.max(height / 2, high / scale / 2 - 4));
  }

  // As much as can be read, with `spot` in sight; all of it where `all`.
  function frame(spot, all) {
    const { width, height } = boundsNow();
    const { width: wide, height: high } = room();
    if (all) return whole();
    const scale = Math.max(wide < NARROW ? LEAST_AT_FIRST.narrow : LEAST_AT_FIRST.wide, Math.min(MOST_AT_FIRST, wide / width, Math.max(high / height, Math.min(wide / width, 0.92))));
    const within = (at, size, length) => (size / scale >= length ? length / 2 : Math.max(size / scale / 2, Math.min(at, length - size / scale / 2)));
    const start = spot ?? { x: width / 2, y: 0 };
    const y = high / scale >= height ? high / scale / 2 - 4 : within(start.y, high, height);
    return place(scale, within(start.x, wide, width), y);
  }

  // Zooms about a point of the window, its middle where none is given.
  function zoom(factor, at = { x: container.clientWidth / 2, y: container.clientHeight / 2 }) {
    const before = network.DOMtoCanvas(at);
    const scale = Math.max(SMALLEST, Math.min(LARGEST, network.getScale() * factor));
    const view = network.getViewPosition();
    const share = network.getScale() / scale;
    place(scale, before.x + (view.x - before.x) * share, before.y + (view.y - before.y) * share);
  }

  function pan(right, down) {
    const { x, y } = network.getViewPosition();
    place(network.getScale(), x + right / network.getScale(), y + down / network.getScale());
  }

  // Brings a point into sight where it is not.
  function reveal(spot) {
    const at = network.canvasToDOM(spot);
    const { width, height } = room();
    const inside = at.x > 50 && at.y > 50 && at.x < width - 50 && at.y < height - 40;
    if (!inside) place(network.getScale(), spot.x, spot.y);
  }

  return { whole, frame, zoom, pan, reveal };
}
