// A part that drops down over the page: filled when it opens, closed by Escape or by a touch elsewhere.
export function dropIn(holder, fill) {
  const close = () => (holder.open = false);
  holder.addEventListener("toggle", () => holder.open && fill());
  holder.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !holder.open) return;
    close();
    holder.querySelector("summary").focus();
  });
  document.addEventListener("pointerdown", (event) => holder.contains(event.target) || close());
  return { close };
}
