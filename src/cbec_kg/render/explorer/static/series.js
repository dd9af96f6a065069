// Series among the statistics: the same quantity of the same place in several years. Pure.
// A series: {kind: level or growth, indicator, place, counterpart, unit, points: [{year, value, node}]}, years ascending.
export function seriesOf(statistics) {
  const groups = new Map();
  for (const node of statistics) {
    const { figure } = node;
    if (!figure || !/^\d{4}$/.test(figure.period) || figure.normal === undefined) continue;
    const yearly = figure.kind === "level" || (figure.kind === "growth" && figure.base === "previous-year");
    if (!yearly) continue;
    const key = [figure.kind, figure.indicator, figure.place, figure.counterpart ?? "", figure.base_unit].join(" ");
    if (!groups.has(key)) groups.set(key, { kind: figure.kind, indicator: figure.indicator, place: figure.place, counterpart: figure.counterpart, unit: figure.base_unit, points: [] });
    groups.get(key).points.push({ year: Number(figure.period), value: Number(figure.normal), node });
  }
  const several = [...groups.values()].filter(({ points }) => new Set(points.map((point) => point.year)).size > 1);
  for (const series of several) series.points.sort((one, other) => one.year - other.year);
  return several;
}
