// Lengths of the picture in pixels at scale 1; those of a class are in its look.
export const GEOMETRY = {
  // Least width of a picture, and its margin.
  width: 560,
  margin: 20,
  // Between the columns and the band of sources that are linked to nothing.
  gap: 14,
  // Width of each column: sources, claims, problems, countermeasures, then claims and sources of the countermeasures.
  columns: [152, 190, 206, 192, 190, 152],
  // Least and most space between two layers, where lines change their height.
  spaces: [64, 132],
  // Least space between two families of a layer, two boxes of a family, beside a line, and between two boxes of the band.
  between: 14,
  within: 9,
  lines: 9,
  beside: 6,
  heading: 34,
  // Within a box: left of the label, where the mark stands, right of it, and above and below it.
  padding: [29, 8, 6],
  lineHeight: 1.34,
  // A line below a problem's label: whether it is backed itself, how many of its facets are.
  subline: 16,
};

// Height of a box with so many lines of a size.
export function heightOf(lines, size, more = 0) {
  return Math.round(lines * size * GEOMETRY.lineHeight + 2 * GEOMETRY.padding[2] + more);
}
