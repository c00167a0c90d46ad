/* Payout curves: points and words come from the server (the core's rules); here they are only drawn. */
(() => {
  const css = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const charts = new Map();
  const zh = document.documentElement.lang.startsWith("zh");
  const short = value => {
    const size = Math.abs(value);
    if (zh && size >= 1e8) return +(value / 1e8).toFixed(2) + " 亿";
    if (zh && size >= 1e4) return +(value / 1e4).toFixed(2) + " 万";
    if (!zh && size >= 1e6) return +(value / 1e6).toFixed(2) + " m";
    return value.toLocaleString("en", { maximumFractionDigits: 2 });
  };
  const shown = data => {
    const ink3 = css("ink-3"), line = css("line");
    const label = { color: ink3, fontSize: 12, hideOverlap: true, formatter: short };
    return { animation: false, textStyle: { fontFamily: css("sans"), fontSize: 12 },
      grid: { left: 8, right: 24, top: 46, bottom: 24, containLabel: true },
      yAxis: { type: "value", name: data.y, nameTextStyle: { color: ink3, fontSize: 12, align: "left" }, splitNumber: 4, splitLine: { lineStyle: { color: line } }, axisLabel: label },
      tooltip: { confine: true, renderMode: "richText", backgroundColor: css("surface"), borderColor: line, textStyle: { color: css("ink"), fontSize: 12 } } };
  };
  const bars = data => ({ ...shown(data), tooltip: { ...shown(data).tooltip, trigger: "item", formatter: each => `${each.name} → ${each.data.text}` },
    xAxis: { type: "category", data: data.bars.map(each => each[0]), axisTick: { show: false }, axisLine: { lineStyle: { color: css("line") } }, axisLabel: { color: css("ink-3"), fontSize: 12 } },
    series: [{ type: "bar", barMaxWidth: 40, data: data.bars.map(each => ({ value: each[1], text: each[2] })), itemStyle: { color: css("c1") }, label: { show: data.bars.length < 9, position: "top", color: css("ink"), fontSize: 12, formatter: each => short(each.value) } }] });
  const lines = data => {
    const colours = [css("c1"), css("c2"), css("c3")], kinds = ["solid", "dashed", "dotted"], several = data.series.length > 1;
    const last = data.series[0].points[data.series[0].points.length - 1][0], first = data.from ?? Math.min(0, data.series[0].points[0][0]);
    const series = data.series.map((each, at) => ({
      type: "line", name: each.name, showSymbol: false, z: each.chosen ? 3 : 2,
      data: each.points.map((point, number) => ({ value: point, text: each.texts[number] })),
      lineStyle: { width: each.chosen ? 2.6 : 1.4, color: colours[at], type: kinds[at], opacity: each.chosen ? 1 : .8 }, itemStyle: { color: colours[at] },
      areaStyle: each.chosen ? { color: colours[at], opacity: .08 } : undefined }));
    if (data.example) series.push({ type: "scatter", name: "", symbolSize: 10, z: 5, silent: true, data: [{ value: data.example.slice(0, 2) }], itemStyle: { color: css("surface"), borderColor: colours[0], borderWidth: 2.5 } });
    const tip = all => {
      const found = all.filter(each => each.data && each.data.text);
      if (!found.length) return "";
      return [found[0].data.text[0], ...found.map(each => several ? `${each.seriesName}  ${each.data.text[1]}` : each.data.text[1])].join("\n");
    };
    const base = shown(data);
    if (data.from !== undefined) base.yAxis.scale = true;
    return { ...base, tooltip: { ...base.tooltip, trigger: "axis", formatter: tip },
      legend: several ? { top: 0, right: 0, itemWidth: 22, textStyle: { color: css("ink-2"), fontSize: 12 }, data: data.series.map(each => each.name) } : undefined,
      xAxis: { type: "value", min: first, max: last, name: data.x, nameLocation: "middle", nameGap: 28, nameTextStyle: { color: css("ink-3"), fontSize: 12 }, splitLine: { show: false }, axisTick: { show: false }, axisLine: { lineStyle: { color: css("line") } }, axisLabel: { color: css("ink-3"), fontSize: 12, hideOverlap: true, formatter: data.percent ? value => +(value * 100).toFixed(2) + "%" : short } },
      series };
  };
  const paint = () => {
    const all = JSON.parse(document.getElementById("payouts")?.textContent || "{}");
    for (const [place, chart] of charts) if (!place.isConnected) { chart.dispose(); charts.delete(place); }
    document.querySelectorAll("[data-payout]").forEach(place => {
      const data = all[place.dataset.payout];
      if (!data || !place.clientWidth) return;
      if (!charts.has(place)) charts.set(place, echarts.init(place, null, { renderer: "svg" }));
      charts.get(place).setOption(data.bars ? bars(data) : lines(data), true);
    });
  };
  addEventListener("resize", () => charts.forEach(chart => chart.resize()));
  addEventListener("themechange", paint);
  document.addEventListener("toggle", paint, true);
  document.addEventListener("htmx:afterSettle", paint);
  document.addEventListener("DOMContentLoaded", paint);
  if (document.readyState !== "loading") paint();
})();
