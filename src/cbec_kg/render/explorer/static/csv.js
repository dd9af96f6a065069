// Tables as CSV by RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe in front, numbers
// excepted; the byte order mark tells spreadsheets that the text is UTF-8.
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

export function csvText(columns, rows) {
  return `\ufeff${[columns, ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("")}`;
}

export function csvCell(value) {
  const text = String(value ?? "");
  const safe = FORMULA.test(text.trimStart()) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
