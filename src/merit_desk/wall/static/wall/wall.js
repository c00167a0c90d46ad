/* Asks a small address every five seconds whether anything is new, and exchanges the wall only then. */
(() => {
  const EVERY = 5000, LOST_AFTER = 45000, body = document.body;
  const css = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const unit = () => innerWidth <= 960 ? 0.72 : Math.min(innerWidth / 1920, innerHeight / 1080);
  let charts = [], heard = Date.now(), asking = false;

  const chart = (id, option) => {
    const place = document.getElementById(id);
    if (!place || !window.echarts) return;
    const drawn = echarts.init(place, null, { renderer: "canvas" });
    drawn.setOption(option);
    charts.push(drawn);
  };
  const axes = (labels, u) => {
    const text = { fontSize: Math.max(20 * u, 11), color: css("ink-2"), fontFamily: css("sans") };
    return {
      animation: false,
      grid: { left: 4 * u, right: 12 * u, top: 28 * u, bottom: 2 * u, containLabel: true },
      xAxis: { type: "category", data: labels, axisTick: { show: false }, axisLine: { lineStyle: { color: css("line-2") } }, axisLabel: { ...text, interval: "auto", hideOverlap: true } },
      yAxis: { type: "value", splitNumber: 3, axisLabel: { ...text, formatter: short }, splitLine: { lineStyle: { color: css("line") } } },
    };
  };
  const zh = document.documentElement.lang.startsWith("zh");
  const short = value => {
    const [size, word] = zh ? [1e4, " 万"] : value >= 1e6 ? [1e6, " m"] : [1e3, " k"];
    return value >= size ? (value / size).toLocaleString("en", { maximumFractionDigits: 1 }) + word : String(value);
  };
  const draw = () => {
    charts.forEach(each => each.dispose());
    charts = [];
    const data = JSON.parse(document.getElementById("wall-data").textContent), u = unit();
    if (data.hours?.length) chart("wall-hours", { ...axes(data.hours.map((_, hour) => hour), u), series: [
      { type: "bar", barGap: "-100%", barWidth: "62%", data: data.usual, itemStyle: { color: css("line-2"), borderRadius: 2 * u } },
      { type: "bar", barWidth: "62%", data: data.hours, itemStyle: { color: css("c1"), borderRadius: 2 * u } }] });
    if (data.days?.length) chart("wall-days", { ...axes(data.days.map(day => day[0]), u), series: [
      { type: "bar", stack: "day", barWidth: "60%", data: data.days.map(day => day[1]), itemStyle: { color: css("c1"), borderRadius: 3 * u } },
      { type: "bar", stack: "day", data: data.days.map(day => day[3]), itemStyle: { color: "transparent", borderColor: css("whatif"), borderWidth: 2 * u, borderType: [4 * u, 3 * u], borderRadius: 3 * u } },
      { type: "scatter", symbol: "rect", symbolSize: [22 * u, 4 * u], data: data.days.map(day => day[2]), itemStyle: { color: css("ink") }, z: 5 }] });
  };

  const exchange = async () => {
    const text = await (await fetch(body.dataset.address, { cache: "no-store" })).text();
    const next = new DOMParser().parseFromString(text, "text/html").getElementById("wall");
    if (!next) return;
    document.getElementById("wall").replaceWith(document.adoptNode(next));
    next.classList.add("is-new");
    draw();
  };
  const tell = () => {
    const sign = document.querySelector(".lost"), lost = Date.now() - heard > LOST_AFTER;
    if (!sign || sign.hidden === !lost) return;
    sign.hidden = !lost;
    if (lost) sign.textContent = sign.dataset.lost.replace("{moment}", document.getElementById("wall").dataset.refreshed);
  };
  const ask = async () => {
    if (asking) return tell();
    asking = true;
    try {
      const answer = await fetch(body.dataset.stateAddress, { cache: "no-store", signal: AbortSignal.timeout(20000) });
      if (answer.status === 404) return location.reload();
      if (!answer.ok) throw new Error(answer.status);
      heard = Date.now();
      if ((await answer.json()).state !== document.getElementById("wall").dataset.state) await exchange();
    } catch { /* said by tell() once it has lasted */ } finally { asking = false; tell(); }
  };
  const tick = () => { const clock = document.querySelector("[data-clock]"); if (clock) clock.textContent = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: clock.dataset.clock }); };
  setInterval(ask, EVERY);
  setInterval(() => { tick(); tell(); }, 1000);
  let resizing;
  addEventListener("resize", () => { clearTimeout(resizing); resizing = setTimeout(draw, 150); });
  addEventListener("themechange", draw);
  draw();
})();
