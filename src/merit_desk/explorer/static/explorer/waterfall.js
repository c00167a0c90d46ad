/* The waterfall: from the value before, by every contribution, to the value now; read from json_script and the tokens at draw time. */
(() => {
  const css = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const drawn = new Map();

  const short = data => value => {
    if (data.share) return value.toLocaleString("en", { maximumFractionDigits: 1 }) + "%";
    const size = Math.abs(value);
    const step = (data.zh ? [[1e8, " 亿"], [1e4, " 万"]] : [[1e9, " bn"], [1e6, " m"], [1e4, " k", 1e3]]).find(each => size >= each[0]);
    return step ? (value / (step[2] ?? step[0])).toLocaleString("en", { maximumFractionDigits: 1 }) + step[1] : value.toLocaleString("en", { maximumFractionDigits: 2 });
  };

  const colour = (data, kind) => {
    if (kind === "whole") return css("ref");
    if (data.good !== "up" && data.good !== "down") return kind === "up" ? css("c2") : css("c3");
    return css(kind === data.good ? "good" : "bad");
  };

  const option = (data, width) => {
    const narrow = width < 520, ink3 = css("ink-3"), rule = css("line"), label = { color: ink3, fontSize: 12 };
    const names = data.bars.map(bar => bar[0]);
    const bar = (params, api) => {
      const row = data.bars[params.dataIndex], at = api.value(0), height = Math.min(18, api.size([0, 1])[1] * .62);
      const [from, to] = [api.coord([row[1], at]), api.coord([row[2], at])];
      const x = Math.min(from[0], to[0]), wide = Math.max(1.5, Math.abs(to[0] - from[0])), right = Math.max(from[0], to[0]);
      const room = params.coordSys.x + params.coordSys.width - right > 84, inside = !room && x - params.coordSys.x < 84;
      return { type: "group", children: [
        { type: "rect", shape: { x, y: from[1] - height / 2, width: wide, height, r: 2 }, style: { fill: colour(data, row[3]) } },
        { type: "text", x: room ? right + 6 : inside ? right - 6 : x - 6, y: from[1], style: { text: row[4], fill: inside ? css("on-brand") : css("ink-2"), font: `12px ${css("sans")}`, align: room ? "left" : "right", verticalAlign: "middle" } },
      ] };
    };
    const ends = data.bars.flatMap(row => [row[1], row[2]]);
    return {
      animation: false, textStyle: { fontFamily: css("sans"), fontSize: 12 },
      grid: { left: 4, right: 16, top: 8, bottom: 4, containLabel: true },
      xAxis: { type: "value", min: data.base ? data.base : undefined, scale: !!data.base, max: Math.max(...ends, 0) === 0 ? 0 : undefined, splitNumber: narrow ? 3 : 5, splitLine: { lineStyle: { color: rule } }, axisLabel: { ...label, formatter: short(data), hideOverlap: true } },
      yAxis: { type: "category", data: names, inverse: true, axisTick: { show: false }, axisLine: { lineStyle: { color: rule } }, axisLabel: { ...label, width: narrow ? 92 : 168, overflow: "truncate" } },
      tooltip: { trigger: "axis", confine: true, renderMode: "richText", backgroundColor: css("surface"), borderColor: rule, textStyle: { color: css("ink"), fontSize: 12 }, axisPointer: { type: "shadow", shadowStyle: { color: css("track"), opacity: .5 } }, formatter: items => `${names[items[0].dataIndex]}  ${data.bars[items[0].dataIndex][4]}` },
      series: [{ type: "custom", renderItem: bar, encode: { x: [1, 2], y: 0 }, data: data.bars.map((row, at) => [at, row[1], row[2]]) }],
    };
  };

  const draw = () => document.querySelectorAll("[data-waterfall]:not([data-drawn])").forEach(place => {
    const data = JSON.parse(document.getElementById(place.dataset.waterfall).textContent);
    place.classList.add("rows-" + Math.min(20, Math.max(2, data.bars.length)));
    const chart = echarts.init(place, null, { renderer: "svg" });
    const paint = () => { chart.resize(); chart.setOption(option(data, place.clientWidth), true); };
    place.dataset.drawn = "";
    drawn.set(place, paint);
    paint();
  });
  const every = () => drawn.forEach(paint => paint());
  addEventListener("resize", every);
  addEventListener("themechange", every);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", draw); else draw();
})();
