/* Curves of a page: points from json_script, colours from the tokens at draw time, drawn again when they change. */
(() => {
  const css = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const charts = new Map();
  const number = (value, percent) => value.toLocaleString("en", { maximumFractionDigits: 2 }) + (percent ? "%" : "");

  const option = data => {
    const ink3 = css("ink-3"), line = css("line"), colour = css("c1");
    const label = percent => ({ color: ink3, fontSize: 12, hideOverlap: true, formatter: value => number(value, percent) });
    const shown = { animation: false, textStyle: { fontFamily: css("sans"), fontSize: 12 },
      grid: { left: 8, right: 32, top: 26, bottom: 22, containLabel: true },
      yAxis: { type: "value", name: data.y, nameTextStyle: { color: ink3, fontSize: 12, align: "left" }, splitNumber: 4, splitLine: { lineStyle: { color: line } }, axisLabel: label(data.percent_y) } };
    if (data.bars) return { ...shown, xAxis: { type: "category", data: data.bars.map(each => each[0]), axisTick: { show: false }, axisLine: { lineStyle: { color: line } }, axisLabel: { color: ink3, fontSize: 12 } },
      series: [{ type: "bar", barMaxWidth: 40, data: data.bars.map(each => each[1]), itemStyle: { color: colour }, label: { show: true, position: "top", color: css("ink"), fontSize: 12 } }] };
    return { ...shown,
      tooltip: { trigger: "item", confine: true, renderMode: "richText", backgroundColor: css("surface"), borderColor: line, textStyle: { color: css("ink"), fontSize: 12 },
        formatter: each => `${number(each.value[0], data.percent)} → ${number(each.value[1], data.percent_y)}` },
      xAxis: { type: "value", min: data.points[0][0], max: data.points[data.points.length - 1][0], name: data.x, nameLocation: "middle", nameGap: 26, nameTextStyle: { color: ink3, fontSize: 12 }, splitLine: { show: false }, axisTick: { show: false }, axisLine: { lineStyle: { color: line } }, axisLabel: label(data.percent) },
      series: [
        { type: "line", data: data.points, showSymbol: false, silent: true, lineStyle: { width: 2.4, color: colour }, areaStyle: { color: colour, opacity: .08 } },
        { type: "scatter", data: data.marks, symbolSize: 8, itemStyle: { color: css("surface"), borderColor: colour, borderWidth: 2 } },
      ] };
  };
  const given = () => JSON.parse(document.getElementById("curves")?.textContent || "{}");
  const paint = () => {
    const all = given();
    for (const [place, chart] of charts) if (!place.isConnected) { chart.dispose(); charts.delete(place); }
    document.querySelectorAll("[data-curve]").forEach(place => {
      const data = all[place.dataset.curve];
      if (!data || !place.clientWidth) return;
      if (!charts.has(place)) charts.set(place, echarts.init(place, null, { renderer: "canvas" }));
      charts.get(place).setOption(option(data), true);
    });
  };
  addEventListener("resize", () => charts.forEach(chart => chart.resize()));
  addEventListener("themechange", paint);
  document.addEventListener("toggle", paint, true);
  document.addEventListener("htmx:afterSettle", paint);
  document.addEventListener("DOMContentLoaded", paint);
  if (document.readyState !== "loading") paint();
})();
