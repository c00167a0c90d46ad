/* Curves with their band, people there and needed by hour, and the map of accounts and hours: data from json_script,
   colours from the tokens at draw time, drawn again when they change. */
(() => {
  const css = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const charts = new Map();
  const number = value => value.toLocaleString("en", { maximumFractionDigits: Math.abs(value) < 10 ? 2 : 0 });
  const label = () => ({ color: css("ink-3"), fontSize: 12, hideOverlap: true });
  const tip = () => ({ confine: true, renderMode: "richText", backgroundColor: css("surface"), borderColor: css("line"), textStyle: { color: css("ink"), fontSize: 12 } });
  const legend = data => ({ top: 0, left: 0, itemWidth: 14, itemHeight: 8, textStyle: { color: css("ink-2"), fontSize: 12 }, data });
  const common = () => ({ animation: false, textStyle: { fontFamily: css("sans"), fontSize: 12 } });
  const still = { showSymbol: false, silent: true };

  const curve = data => {
    const colour = css("c1"), axis = { axisTick: { show: false }, axisLine: { lineStyle: { color: css("line") } }, axisLabel: { ...label(), formatter: number } };
    const name = { nameTextStyle: { color: css("ink-3"), fontSize: 12 } };
    const words = data.words, between = data.low.map(([x, low], at) => [x, data.high[at][1] - low]);
    const lowest = Math.min(...data.low.map(each => each[1])), highest = Math.max(...data.high.map(each => each[1]));
    const step = 10 ** Math.max(Math.floor(Math.log10(Math.max(highest - lowest, 1))), 0) || 1;
    return {
      ...common(), legend: legend([words.curve_now, words.curve_band, words.curve_even]),
      grid: { left: 4, right: 16, top: 56, bottom: 22, containLabel: true },
      tooltip: { ...tip(), trigger: "axis", formatter: items => {
        const at = data.points.findIndex(each => each[0] === items[0].value[0]);
        return at < 0 ? "" : `${words.curve_x} ${number(data.points[at][0])}\n${words.curve_y} ${number(data.points[at][1])}\n${number(data.low[at][1])} – ${number(data.high[at][1])}`;
      } },
      xAxis: { type: "value", min: data.points[0][0], max: data.points[data.points.length - 1][0], name: words.curve_x, nameLocation: "middle", nameGap: 24, splitLine: { show: false }, ...name, ...axis, axisLabel: { ...axis.axisLabel, showMinLabel: false, showMaxLabel: false } },
      yAxis: { type: "value", min: Math.floor(Math.max(0, lowest * .8) / step) * step, max: Math.ceil(highest * 1.1 / step) * step, name: words.curve_y, splitNumber: 4, splitLine: { lineStyle: { color: css("line") } }, ...axis, ...name, nameTextStyle: { color: css("ink-3"), fontSize: 12, align: "left" } },
      series: [
        { type: "line", data: data.low, stack: "band", stackStrategy: "all", ...still, lineStyle: { opacity: 0 } },
        { type: "line", name: words.curve_band, data: between, stack: "band", stackStrategy: "all", ...still, lineStyle: { opacity: 0 }, itemStyle: { color: colour, opacity: .3 }, areaStyle: { color: colour, opacity: .18 } },
        { type: "line", data: data.points, showSymbol: false, lineStyle: { width: 2.4, color: colour }, itemStyle: { color: colour } },
        { type: "line", name: words.curve_even, data: data.even, ...still, itemStyle: { color: css("ref") }, lineStyle: { width: 1.4, type: "dashed", color: css("ref") } },
        { type: "scatter", name: words.curve_now, data: [data.now], symbolSize: 9, itemStyle: { color: css("surface"), borderColor: css("c2"), borderWidth: 2 }, z: 5 },
      ],
    };
  };

  const bars = data => {
    const words = data.words, between = data.high.map((high, at) => high - data.low[at]);
    return {
      ...common(), legend: legend([words.bar_present, words.bar_need, words.bar_range]),
      grid: { left: 4, right: 8, top: 40, bottom: 4, containLabel: true },
      tooltip: { ...tip(), trigger: "axis", formatter: items => {
        const at = items[0].dataIndex, range = data.low[at] === data.high[at] ? "" : `（${data.low[at]}–${data.high[at]}）`;
        return `${data.hours[at]}\n${words.bar_present} ${number(data.present[at])}\n${words.bar_need} ${data.need[at]}${range}`;
      } },
      xAxis: { type: "category", data: data.hours, axisTick: { show: false }, axisLine: { lineStyle: { color: css("line") } }, axisLabel: label() },
      yAxis: { type: "value", minInterval: 1, splitNumber: 4, splitLine: { lineStyle: { color: css("line") } }, axisLabel: label() },
      series: [
        { type: "bar", name: words.bar_present, data: data.present, barMaxWidth: 22, itemStyle: { color: css("fill"), opacity: .55 } },
        { type: "line", step: "middle", data: data.low, stack: "band", ...still, lineStyle: { opacity: 0 } },
        { type: "line", step: "middle", name: words.bar_range, data: between, stack: "band", ...still, lineStyle: { opacity: 0 }, itemStyle: { color: css("c2"), opacity: .4 }, areaStyle: { color: css("c2"), opacity: .3 } },
        { type: "line", step: "middle", name: words.bar_need, data: data.need, showSymbol: false, lineStyle: { width: 2.4, color: css("c2") }, itemStyle: { color: css("c2") } },
      ],
    };
  };

  const heat = (data, width) => {
    const values = data.cells.map(each => each[2]), narrow = width < 520;
    return {
      ...common(),
      grid: { left: 4, right: 8, top: 4, bottom: 44, containLabel: true },
      tooltip: { ...tip(), formatter: each => `${data.agents[each.value[1]]}  ${data.hours[each.value[0]]}\n${each.value[3]}` },
      xAxis: { type: "category", data: data.hours.map(each => each.slice(0, 2)), axisTick: { show: false }, axisLine: { show: false }, axisLabel: label() },
      yAxis: { type: "category", data: data.agents, inverse: true, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: css("ink-2"), fontSize: 12, width: narrow ? 64 : 140, overflow: "truncate", interval: 0 } },
      visualMap: { dimension: 2, min: data.percent ? Math.min(...values) : 0, max: Math.max(...values, data.percent ? 100 : 0), calculable: false, orient: "horizontal", left: 0, bottom: 0, itemHeight: 120, itemWidth: 10, text: [data.percent ? "100%" : number(Math.max(...values)), data.name], textStyle: { color: css("ink-3"), fontSize: 12 }, inRange: { color: [css("track"), css("c1")] } },
      series: [{ type: "heatmap", data: data.cells, itemStyle: { borderColor: css("surface"), borderWidth: 1 }, emphasis: { itemStyle: { borderColor: css("ink"), borderWidth: 1 } } }],
    };
  };

  const kinds = { curve, bars, heat };
  const paint = () => {
    const all = JSON.parse(document.getElementById("drawings")?.textContent || "{}");
    for (const [place, chart] of charts) if (!place.isConnected) { chart.dispose(); charts.delete(place); }
    document.querySelectorAll("[data-drawing]").forEach(place => {
      const data = all[place.dataset.drawing];
      if (!data || !place.clientWidth) return;
      if (place.dataset.kind === "heat") place.style.height = `${60 + 26 * data.agents.length}px`;
      if (!charts.has(place)) charts.set(place, echarts.init(place, null, { renderer: "canvas" }));
      charts.get(place).resize();
      charts.get(place).setOption(kinds[place.dataset.kind](data, place.clientWidth), true);
    });
  };
  addEventListener("resize", paint);
  addEventListener("themechange", paint);
  document.addEventListener("htmx:afterSettle", paint);
  document.addEventListener("DOMContentLoaded", paint);
  if (document.readyState !== "loading") paint();
})();
