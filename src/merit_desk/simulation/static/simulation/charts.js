/* Charts of a simulation: read from json_script and from the tokens at draw time; SVG, no animation. */
(() => {
  const css = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const drawn = new Map();
  const short = zh => value => {
    const size = Math.abs(value), step = zh ? [1e4, " 万"] : size >= 1e6 ? [1e6, " m"] : [1e3, " k"];
    const text = size >= step[0] ? (value / step[0]).toLocaleString("en", { maximumFractionDigits: 1 }) + step[1] : value.toLocaleString("en", { maximumFractionDigits: 0 });
    return text.replace("-", "−");
  };
  const isZh = () => document.documentElement.lang.startsWith("zh");
  const label = () => ({ color: css("ink-3"), fontSize: 12 });
  const base = () => ({
    animation: false, textStyle: { fontFamily: css("sans"), fontSize: 12 },
    tooltip: { trigger: "axis", confine: true, renderMode: "richText", backgroundColor: css("surface"), borderColor: css("line"), textStyle: { color: css("ink"), fontSize: 12 }, axisPointer: { type: "shadow", shadowStyle: { color: css("track"), opacity: .5 } } },
  });
  const values = more => ({ type: "value", splitNumber: 4, splitLine: { lineStyle: { color: css("line") } }, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...label(), formatter: short(isZh()), hideOverlap: true }, ...more });

  const kinds = {
    win: data => {
      const last = data.values.length - 1;
      const bar = (value, at) => ({
        value, itemStyle: { color: value > 0 ? css("fill") : css("c5"), borderRadius: 1 },
        label: (at === 0 || at === last) && value !== 0 ? { show: true, position: value > 0 ? "top" : "bottom", align: at === 0 ? "left" : "right", offset: at === 0 ? [-4, 2] : [4, -2], color: css("ink"), fontSize: 12, formatter: data.ends[at === 0 ? 0 : 1] } : { show: false },
      });
      return {
        ...base(), grid: { left: 4, right: 8, top: 22, bottom: 22, containLabel: true },
        tooltip: { ...base().tooltip, formatter: items => `${data.names[items[0].dataIndex]}\n${data.texts[items[0].dataIndex]}` },
        xAxis: { type: "category", data: data.names.map((_, at) => at), show: false }, yAxis: values(),
        series: [{ type: "bar", barCategoryGap: "24%", barMinHeight: 1, data: data.values.map(bar) }],
      };
    },
    cost: data => ({
      ...base(), grid: { left: 4, right: 6, top: 14, bottom: 4, containLabel: true },
      tooltip: { ...base().tooltip, formatter: items => `${data.names[items[0].dataIndex]}\n${data.texts[items[0].dataIndex]}` },
      xAxis: { type: "category", data: data.names, axisTick: { show: false }, axisLine: { lineStyle: { color: css("line") } }, axisLabel: { ...label(), interval: 0 } },
      yAxis: values({ min: 0 }),
      series: [
        { name: data.said[1], type: "bar", barMaxWidth: 18, data: data.draft, itemStyle: { color: css("whatif-soft"), borderColor: css("whatif"), borderWidth: 1, borderType: [3, 2], borderRadius: 2 } },
        { name: data.said[0], type: "scatter", symbol: "rect", symbolSize: [22, 2.5], data: data.now, itemStyle: { color: css("ink") } },
      ],
    }),
    tornado: data => ({
      ...base(), grid: { left: 4, right: 16, top: 8, bottom: 4, containLabel: true },
      tooltip: { ...base().tooltip, formatter: items => { const at = items[0].dataIndex; return `${data.names[at]}\n${data.less_at[at]}: ${short(isZh())(data.less[at])}\n${data.more_at[at]}: ${short(isZh())(data.more[at])}`; } },
      yAxis: { type: "category", inverse: true, data: data.names, axisTick: { show: false }, axisLine: { lineStyle: { color: css("line") } }, axisLabel: { ...label(), width: 130, overflow: "truncate" } },
      xAxis: values(),
      series: [
        { type: "bar", stack: "one", barMaxWidth: 14, data: data.less, itemStyle: { color: css("whatif-soft"), borderColor: css("whatif"), borderWidth: 1, borderType: [3, 2] } },
        { type: "bar", stack: "one", barMaxWidth: 14, data: data.more, itemStyle: { color: css("whatif"), opacity: .75 } },
      ],
    }),
  };

  const draw = () => document.querySelectorAll("[data-sim]:not([data-drawn])").forEach(place => {
    const data = JSON.parse(document.getElementById(place.dataset.of).textContent);
    const chart = echarts.init(place, null, { renderer: "svg" });
    const paint = () => { chart.resize(); chart.setOption(kinds[place.dataset.sim](data), true); };
    place.dataset.drawn = "";
    drawn.set(place, { paint, chart });
    paint();
  });
  const every = () => drawn.forEach((each, place) => {
    if (place.isConnected) return each.paint();
    each.chart.dispose();
    drawn.delete(place);
  });
  addEventListener("resize", every);
  addEventListener("themechange", every);
  document.addEventListener("htmx:afterSettle", () => { every(); draw(); });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", draw); else draw();
})();
