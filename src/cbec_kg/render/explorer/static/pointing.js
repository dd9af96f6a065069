import { distanceTo } from "./routes.js";

// What the reader's hand does in the picture: points at boxes and lines, picks them, unfolds by a double click, moves boxes,
// turns the wheel. vis-network says which box is meant, drags and pinches; lines are found here.
const NEAR = 7;
const NEAR_BY_TOUCH = 16;
const DOUBLE = 400;
const WHEEL = 1.0018;

// acts: {hover(key, at), pick(id), pickLine(key, at), unfold(id), moved(id, spot), let()}; `drawn` holds what is shown.
export function pointingIn(network, container, drawn, camera, acts) {
  let last = { id: null, time: 0 };

  const lineAt = (at, near = NEAR) => {
    const spot = network.DOMtoCanvas(at);
    const reach = near / network.getScale();
    let best = null;
    for (const route of drawn.routes) {
      const distance = distanceTo(route.points, spot);
      if (distance < reach && (!best || distance < best.distance)) best = { key: route.key, distance };
    }
    return best?.key ?? null;
  };

  network.on("click", ({ nodes: [id], pointer, event }) => {
    // When the hand clicked, not when the page came to it: drawing what the first click picked may take long.
    const now = event?.srcEvent?.timeStamp ?? performance.now();
    // The first of two clicks has picked the record already, and the picture may have changed under the pointer.
    if (last.id && now - last.time < DOUBLE) {
      acts.unfold(last.id);
      last = { id: null, time: 0 };
      return;
    }
    last = { id: id ?? null, time: now };
    if (id) acts.pick(id);
    else {
      const key = lineAt(pointer.DOM, event?.pointers?.[0]?.pointerType === "touch" ? NEAR_BY_TOUCH : NEAR);
      if (key) acts.pickLine(key, pointer.DOM);
      else acts.pickNothing();
    }
  });
  network.on("hoverNode", ({ node, pointer }) => acts.hover(node, pointer.DOM));
  network.on("blurNode", () => acts.hover(null));
  network.on("dragging", ({ nodes: [id] }) => id && acts.moved(id, network.getPosition(id)));
  network.on("dragStart", () => acts.hover(null));
  container.addEventListener("pointermove", (event) => {
    if (event.buttons || event.pointerType === "touch") return;
    const { left, top } = container.getBoundingClientRect();
    const at = { x: event.clientX - left, y: event.clientY - top };
    if (!network.getNodeAt(at)) acts.hoverLine(lineAt(at), at);
  });
  container.addEventListener("pointerleave", () => acts.hover(null));
  container.addEventListener(
    "wheel",
    (event) => {
      if (!drawn.scene) return;
      event.preventDefault();
      // vis-network's own wheel has another pace.
      event.stopPropagation();
      const { left, top } = container.getBoundingClientRect();
      // A pinch on a touchpad comes as a wheel with Ctrl, in smaller steps.
      const turned = event.deltaY * (event.deltaMode ? 30 : 1) * (event.ctrlKey ? 5 : 1);
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) camera.pan(event.deltaX || event.deltaY, 0);
      else camera.zoom(WHEEL ** -turned, { x: event.clientX - left, y: event.clientY - top });
    },
    { passive: false, capture: true },
  );
}
