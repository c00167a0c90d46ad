/* One line, read from json_script and from the tokens at draw time, so that it follows light and dark. */
(() => {
  const css = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const charts = [];
  const option = data => {
    const ink3 = css("ink-3"), line = css("line"), percent = data.share ? "{value}%" : undefined;
    const axis = { axisTick: { show: false }, axisLine: { lineStyle: { color: line } }, axisLabel: { color: ink3, fontSize: 12 } };
    return {
      animation: false, textStyle: { fontFamily: css("sans"), fontSize: 12 },
      grid: { left: 8, right: 16, top: 20, bottom: 4, containLabel: true },
      tooltip: { trigger: "axis", confine: true, renderMode: "richText", backgroundColor: css("surface"), borderColor: line, textStyle: { color: css("ink"), fontSize: 12 },
        valueFormatter: value => value === null || value === undefined ? "—" : value.toLocaleString("en", { maximumFractionDigits: 2 }) + (data.share ? "%" : "") },
      xAxis: { type: "category", data: data.days, ...axis },
      yAxis: { type: "value", scale: data.share, splitLine: { lineStyle: { color: line } }, ...axis, axisLine: { show: false }, axisLabel: { color: ink3, fontSize: 12, formatter: percent } },
      series: [{ type: "line", data: data.values, showSymbol: false, connectNulls: false, lineStyle: { width: 2.4, color: css("c1") }, itemStyle: { color: css("c1") } }],
    };
  };
  const draw = () => document.querySelectorAll("[data-chart]:not([data-drawn])").forEach(place => {
    const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    const chart = echarts.init(place, null, { renderer: "canvas" });
    const paint = () => chart.setOption(option(data), true);
    place.dataset.drawn = "";
    charts.push({ chart, paint });
    paint();
  });
  addEventListener("resize", () => charts.forEach(each => each.chart.resize()));
  addEventListener("themechange", () => charts.forEach(each => each.paint()));
  document.addEventListener("htmx:afterSwap", draw);
  document.addEventListener("DOMContentLoaded", draw);
  if (document.readyState !== "loading") draw();
})();
