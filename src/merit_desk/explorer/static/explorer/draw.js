/* Charts: read from json_script and from the tokens at draw time, so that they follow light and dark; SVG, no animation. */
(() => {
  const css = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const colours = ["c1", "c2", "c3", "c4", "c5", "c6"];
  const drawn = new Map();

  const short = data => value => {
    if (value === null || value === undefined) return "—";
    if (data.share) return value.toLocaleString("en", { maximumFractionDigits: 1 }) + "%";
    const size = Math.abs(value);
    const steps = data.zh ? [[1e8, " 亿"], [1e4, " 万"]] : [[1e9, " bn"], [1e6, " m"], [1e4, " k", 1e3]];
    const step = steps.find(each => size >= each[0]);
    if (!step) return value.toLocaleString("en", { maximumFractionDigits: 2 });
    return (value / (step[2] ?? step[0])).toLocaleString("en", { maximumFractionDigits: 1 }) + step[1];
  };

  const series = (data, narrow) => data.series.map((each, at) => {
    const colour = each.grey ? css("ref") : css(colours[at % colours.length]);
    const several = data.series.length > 1;
    const common = { name: each.name, data: each.values, itemStyle: { color: colour }, labelLayout: { moveOverlap: data.across ? undefined : "shiftY" } };
    if (data.kind === "bar") return { ...common, type: "bar", barMaxWidth: data.across ? 14 : 22, barGap: "10%", z: each.grey ? 1 : 2 };
    const marks = data.labels.length === 1;
    return {
      ...common, type: "line", showSymbol: marks, symbolSize: 7, symbol: "circle", connectNulls: false, z: each.grey ? 1 : 2,
      lineStyle: { width: each.grey ? 1.4 : 2.4, color: colour },
      endLabel: { show: several && !narrow, formatter: "{a}", color: each.grey ? css("ink-3") : colour, fontSize: 12, lineHeight: 17, distance: 6, width: 110, overflow: "truncate" },
    };
  });

  const option = (data, width) => {
    const ink3 = css("ink-3"), rule = css("line"), narrow = width < 520, several = data.series.length > 1;
    const label = { color: ink3, fontSize: 12 };
    const names = { type: "category", data: data.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: rule } }, axisLabel: { ...label, hideOverlap: true, ...(data.across ? { width: narrow ? 88 : 140, overflow: "truncate" } : {}) }, inverse: data.across };
    const values = { type: "value", scale: data.share && data.kind === "line", splitNumber: 4, splitLine: { lineStyle: { color: rule } }, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...label, formatter: short(data), hideOverlap: true } };
    const legend = several && (narrow || data.kind === "bar") ? { show: true, type: "scroll", pageIconColor: css("ink-2"), pageIconInactiveColor: css("line-2"), pageTextStyle: { color: css("ink-3") }, top: 0, left: 0, itemWidth: 12, itemHeight: 8, textStyle: { color: css("ink-2"), fontSize: 12 } } : { show: false };
    const said = items => [items[0].axisValueLabel, ...items.map(item => `${item.seriesName}  ${data.series[item.seriesIndex].texts[item.dataIndex]}`)].join("\n");
    return {
      animation: false, textStyle: { fontFamily: css("sans"), fontSize: 12 }, legend,
      grid: { left: 4, right: several && !narrow && data.kind === "line" ? 122 : 16, top: legend.show ? 32 : 12, bottom: 4, containLabel: true },
      tooltip: { trigger: "axis", confine: true, renderMode: "richText", backgroundColor: css("surface"), borderColor: rule, textStyle: { color: css("ink"), fontSize: 12 }, formatter: said, axisPointer: { type: data.kind === "bar" ? "shadow" : "line", lineStyle: { color: rule }, shadowStyle: { color: css("track"), opacity: .5 } } },
      xAxis: data.across ? values : names, yAxis: data.across ? names : values,
      series: series(data, narrow),
    };
  };

  const draw = () => document.querySelectorAll("[data-draw]:not([data-drawn])").forEach(place => {
    const data = JSON.parse(document.getElementById(place.dataset.draw).textContent);
    if (data.across) place.classList.add("rows-" + Math.min(20, Math.max(2, data.labels.length)));
    const chart = echarts.init(place, null, { renderer: "svg" });
    const paint = () => { chart.resize(); chart.setOption(option(data, place.clientWidth), true); };
    place.dataset.drawn = "";
    drawn.set(place, { data, paint, chart });
    paint();
  });
  const every = () => drawn.forEach((each, place) => {
    if (place.isConnected) return each.paint();
    each.chart.dispose();
    drawn.delete(place);
  });

  const picture = place => {
    const { data } = drawn.get(place), bench = document.createElement("div");
    bench.className = "png-bench";
    document.body.append(bench);
    const chart = echarts.init(bench, null, { renderer: "canvas", width: 1200, height: data.across ? 80 + 32 * data.labels.length : 480 });
    const shown = option(data, 1200), head = place.closest(".card-m").querySelector("h2").textContent.trim();
    shown.title = { text: head, left: 16, top: 12, textStyle: { color: css("ink"), fontSize: 16, fontFamily: css("sans") } };
    shown.grid = { ...shown.grid, left: 16, top: 64, bottom: 16 };
    shown.legend = { ...shown.legend, top: 36, left: 16 };
    chart.setOption(shown);
    const link = document.createElement("a");
    link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: css("surface") });
    link.download = head.replaceAll(" · ", "-") + ".png";
    link.click();
    chart.dispose();
    bench.remove();
  };
  document.addEventListener("click", event => {
    const asked = event.target.closest("[data-png]");
    if (asked) picture(document.querySelector(`[data-draw="${asked.dataset.png}"]`));
  });

  addEventListener("resize", every);
  addEventListener("themechange", every);
  document.addEventListener("htmx:afterSettle", draw);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", draw); else draw();
})();
