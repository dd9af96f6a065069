import assert from "node:assert/strict";
import { test } from "node:test";
import { seriesOf } from "../../src/cbec_kg/render/explorer/static/series.js";

const figure = (id, period, normal, more = {}) => ({ id, figure: { kind: "level", period, normal, base_unit: "CNY", indicator: "i", place: "p", ...more } });

test("figures of one indicator and place in several years make a series, in the order of the years", () => {
  const [series, ...others] = seriesOf([figure("b", "2019", "20"), figure("a", "2018", "10")]);
  assert.deepEqual(series.points.map(({ year, value, node }) => [year, value, node.id]), [[2018, 10, "a"], [2019, 20, "b"]]);
  assert.equal(others.length, 0);
});

test("another unit, place or partner makes another series, and one year alone makes none", () => {
  assert.deepEqual(seriesOf([figure("a", "2018", "1"), figure("b", "2019", "2", { base_unit: "USD" }), figure("c", "2020", "3", { place: "q" }), figure("d", "2021", "4", { counterpart: "r" })]), []);
  assert.deepEqual(seriesOf([figure("a", "2018", "1"), figure("b", "2018", "2")]), []);
});

test("spans, unknown periods, shares and growth since another base stay out", () => {
  const out = [figure("a", "2016/2020", "1"), figure("b", "unknown", "1"), figure("c", "2018", "1", { kind: "share" }), figure("d", "2019", "1", { kind: "share" }), figure("e", "2018", "1", { kind: "growth", base: "2010" }), figure("f", "2019", "1", { kind: "growth", base: "2010" })];
  assert.deepEqual(seriesOf(out), []);
});
