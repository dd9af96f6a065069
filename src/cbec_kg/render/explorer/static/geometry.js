// Lengths of the picture in pixels at scale 1; those of a class are in its look.
export const GEOMETRY = {
  width: 930,
  margin: 16,
  // Between the columns and the band of sources that are linked to nothing.
  gap: 14,
  // Most space between two columns, and between two boxes of the column that is placed first.
  farthest: 190,
  loosest: 44,
  // Least space between two boxes of each column, and the columns' widths.
  gaps: [6, 10, 10, 10],
  columns: [152, 190, 206, 192],
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
