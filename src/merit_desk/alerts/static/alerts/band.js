/* What an alert saw: the values with the usual range behind them and bad ones marked; from the tokens at draw time. */
(() => {
  const css = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const charts = [];
  const option = data => {
    const ink3 = css("ink-3"), line = css("line"), percent = data.share ? "{value}%" : undefined;
    const axis = { axisTick: { show: false }, axisLine: { lineStyle: { color: line } }, axisLabel: { color: ink3, fontSize: 12 } };
    const within = data.low.map((low, at) => low === null || data.high[at] === null ? null : data.high[at] - low);
    const invisible = { symbol: "none", lineStyle: { opacity: 0 }, silent: true, tooltip: { show: false } };
    const has = within.some(each => each !== null);
    const band = has ? [
      { type: "line", stack: "band", data: data.low, ...invisible },
      { type: "line", stack: "band", name: data.names.band, data: within, ...invisible, areaStyle: { color: css("c1"), opacity: .14 } },
    ] : [];
    const edges = has ? [] : [data.low, data.high].filter(each => each.some(one => one !== null)).map(each => ({ type: "line", name: data.names.band, data: each, symbol: "none", lineStyle: { type: "dotted", color: ink3 } }));
    return {
      animation: false, textStyle: { fontFamily: css("sans"), fontSize: 12 },
      grid: { left: 8, right: 16, top: 20, bottom: 4, containLabel: true },
      tooltip: { trigger: "axis", confine: true, renderMode: "richText", backgroundColor: css("surface"), borderColor: line, textStyle: { color: css("ink"), fontSize: 12 },
        formatter: given => {
          const at = given[0].dataIndex, show = value => value === null || value === undefined ? "—" : value.toLocaleString("en", { maximumFractionDigits: 2 }) + (data.share ? "%" : "");
          const lines = [data.days[at], `${data.names.value} ${show(data.values[at])}`, `${data.names.expected} ${show(data.expected[at])}`];
          if (has && within[at] !== null) lines.push(`${data.names.band} ${show(data.low[at])} ~ ${show(data.high[at])}`);
          return lines.join("\n");
        } },
      xAxis: { type: "category", data: data.days, ...axis },
      yAxis: { type: "value", scale: true, splitLine: { lineStyle: { color: line } }, ...axis, axisLine: { show: false }, axisLabel: { color: ink3, fontSize: 12, formatter: percent } },
      series: [...band, ...edges,
        { type: "line", name: data.names.expected, data: data.expected, symbol: "none", lineStyle: { width: 1.4, type: "dashed", color: ink3 } },
        { type: "line", name: data.names.value, connectNulls: false, lineStyle: { width: 2.4, color: css("c1") },
          data: data.values.map((value, at) => ({ value, symbol: data.bad[at] ? "circle" : "none", symbolSize: 9, itemStyle: { color: data.bad[at] ? css("bad") : css("c1") } })) }],
    };
  };
  const draw = () => document.querySelectorAll("[data-band]:not([data-drawn])").forEach(place => {
    const data = JSON.parse(document.getElementById(place.dataset.band).textContent);
    const chart = echarts.init(place, null, { renderer: "canvas" });
    const paint = () => chart.setOption(option(data), true);
    place.dataset.drawn = "";
    charts.push({ chart, paint });
    paint();
  });
  addEventListener("resize", () => charts.forEach(each => each.chart.resize()));
  addEventListener("themechange", () => charts.forEach(each => each.paint()));
  document.addEventListener("DOMContentLoaded", draw);
  if (document.readyState !== "loading") draw();
})();
