// A part that drops down over the page: filled when it opens, closed by Escape, by a touch elsewhere or when another opens.
export function dropIn(holder, fill) {
  const close = () => (holder.open = false);
  holder.addEventListener("toggle", () => {
    if (!holder.open) return;
    for (const other of document.querySelectorAll("details.drop[open]")) if (other !== holder) other.open = false;
    fill();
  });
  holder.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !holder.open) return;
    close();
    holder.querySelector("summary").focus();
  });
  document.addEventListener("pointerdown", (event) => holder.contains(event.target) || close());
  return { close };
}
