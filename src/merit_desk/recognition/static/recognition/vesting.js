/* Units vested over time as steps: what is past is solid, what is to come violet and dashed; colours from the tokens. */
(() => {
  const css = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const place = document.getElementById("vesting");
  if (!place || !window.echarts) return;
  const data = JSON.parse(document.getElementById("vesting-drawn").textContent);
  const chart = echarts.init(place, null, { renderer: "svg" });
  const number = value => value.toLocaleString("en", { maximumFractionDigits: 0 });
  const split = () => {
    const past = data.points.filter(each => each[0] <= data.today), ahead = data.points.filter(each => each[0] > data.today);
    if (!ahead.length) return [past, []];
    if (!past.length) return [[], ahead];
    const now = [data.today, past[past.length - 1][1]];
    return [[...past, now], [now, ...ahead]];
  };
  const paint = () => {
    const ink3 = css("ink-3"), line = css("line"), [past, ahead] = split();
    const steps = (points, colour, type) => ({ type: "line", step: "end", data: points, showSymbol: false, silent: true, lineStyle: { width: 2.4, color: colour, type }, areaStyle: { color: colour, opacity: .08 } });
    chart.setOption({
      animation: false, textStyle: { fontFamily: css("sans"), fontSize: 12 }, grid: { left: 8, right: 24, top: 24, bottom: 4, containLabel: true },
      tooltip: { trigger: "axis", confine: true, renderMode: "richText", backgroundColor: css("surface"), borderColor: line, textStyle: { color: css("ink"), fontSize: 12 }, formatter: found => `${echarts.format.formatTime("yyyy-MM-dd", found[0].value[0])}\n${data.vested} ${number(found[0].value[1])}` },
      xAxis: { type: "time", axisTick: { show: false }, axisLine: { lineStyle: { color: line } }, axisLabel: { color: ink3, fontSize: 12, hideOverlap: true } },
      yAxis: { type: "value", max: data.units, splitNumber: 4, splitLine: { lineStyle: { color: line } }, axisLabel: { color: ink3, fontSize: 12, formatter: number } },
      series: [{ ...steps(past, css("c1"), "solid"), markLine: { symbol: "none", silent: true, data: [{ xAxis: data.today }], lineStyle: { color: css("ink-2"), type: "dashed" }, label: { formatter: data.today_word, color: css("ink-2"), fontSize: 12 } } }, steps(ahead, css("whatif"), "dashed")],
    }, true);
  };
  addEventListener("resize", () => chart.resize());
  addEventListener("themechange", paint);
  paint();
})();
