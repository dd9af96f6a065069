// Tables as CSV by RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe in front, numbers
// excepted; the byte order mark tells spreadsheets that the text is UTF-8.
const UNSEEN = /^[\p{Z}\p{Cc}\p{Cf}]+/u;
const NUMBER = /^[+-]?\d+(\.\d+)?%?$/;

export function csvText(columns, rows) {
  return `\ufeff${[columns, ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("")}`;
}

export function csvCell(value) {
  const text = String(value ?? "");
  const safe = isFormula(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// The rule of `csv-excel` tables on the command line; tests/cases/csv-cells.json holds both to it.
export function isFormula(text) {
  const [first] = text.replace(UNSEEN, "");
  return !NUMBER.test(text) && (/^[\t\r]/.test(text) || /^[=+\-@]/.test((first ?? "").normalize("NFKC")));
}
