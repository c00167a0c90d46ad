/* The chance of a target as its number moves, read off the forecast's quantiles here, so that nothing is asked of the server. */
(() => {
  const css = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const form = () => document.querySelector("form:has([name=target])");
  const box = () => form()?.elements.target;
  const read = text => {
    const bare = text.trim().replace(/[,，]/g, "").replace("％", "%"), part = bare.endsWith("%");
    const value = Number(bare.replace(/%$/, ""));
    return bare === "" || !Number.isFinite(value) ? null : part ? value / 100 : value;
  };
  /* The same as Distribution.beneath: on the broken line through the quantiles, half of a run of equal values. */
  const beneath = (levels, values, at) => {
    const up = values.findIndex(each => each >= at);
    if (up < 0) return 1;
    if (values[up] === at) return up ? levels[up] : 0;
    if (!up) return 0;
    return levels[up - 1] + (levels[up] - levels[up - 1]) * (at - values[up - 1]) / (values[up] - values[up - 1]);
  };
  const chance = (data, at) => {
    const upside = [...data.levels].reverse().map(each => 1 - each), down = [...data.values].reverse().map(each => -each);
    const share = data.down ? beneath(upside, down, -at) : beneath(data.levels, data.values, at);
    return Math.min(Math.max(Math.round((1 - share) * 1000), 1), 999);
  };
  const words = (data, value) => data.share ? (value * 100).toLocaleString("en", { maximumFractionDigits: 2 }) + "%" : value.toLocaleString("en", { maximumFractionDigits: data.places });
  const worth = (data, value) => {
    const basis = form()?.elements.basis?.value || "absolute", base = data.bases[basis];
    if (value === null || basis === "absolute") return value;
    if (base === undefined) return null;
    return basis === "benchmark" ? base * value : base * (1 + value);
  };
  const typedFor = (data, at) => {
    const basis = form()?.elements.basis?.value || "absolute", base = data.bases[basis];
    if (basis === "absolute" || !base) return at.toFixed(data.places);
    return basis === "benchmark" ? (at / base).toFixed(4) : ((at / base - 1) * 100).toFixed(1) + "%";
  };

  const option = (data, at) => {
    const ink3 = css("ink-3"), line = css("line"), past = data.history, count = past.length;
    const names = [...past.map(each => each[0]), data.now], blank = past.map(() => null);
    const [low, less, middle, more, high] = data.fan, from = count ? past[count - 1][1] : middle;
    const lead = count ? [...past.slice(0, -1).map(() => null), from] : [];
    const area = (bottom, top, opacity, name) => [
      { type: "line", stack: name, data: [...lead, bottom], lineStyle: { opacity: 0 }, showSymbol: false, silent: true, tooltip: { show: false } },
      { type: "line", stack: name, data: count ? [...lead.map(each => each === null ? null : 0), top - bottom] : [top - bottom], lineStyle: { opacity: 0 }, showSymbol: false, silent: true, areaStyle: { color: css("whatif"), opacity }, tooltip: { show: false } },
    ];
    const label = value => data.share ? (value * 100).toFixed(1) + "%" : Math.abs(value) >= 1e4 ? value.toLocaleString(document.documentElement.lang || "zh", { notation: "compact", maximumFractionDigits: 1 }) : value.toLocaleString("en", { maximumFractionDigits: 2 });
    const all = [...past.map(each => each[1]), low, high, ...(at === null ? [] : [at])], apart = Math.max(...all) - Math.min(...all);
    const least = Math.min(...all) - apart * .12, floor = least < 0 && Math.min(...all) >= 0 ? 0 : least;
    return {
      animation: false, textStyle: { fontFamily: css("sans"), fontSize: 12 }, grid: { left: 4, right: 30, top: 18, bottom: 4, containLabel: true },
      tooltip: { trigger: "item", confine: true, renderMode: "richText", backgroundColor: css("surface"), borderColor: line, textStyle: { color: css("ink"), fontSize: 12 }, formatter: each => `${each.name} ${words(data, each.value)}` },
      xAxis: { type: "category", data: names, boundaryGap: false, axisTick: { show: false }, axisLine: { lineStyle: { color: line } }, axisLabel: { color: ink3, fontSize: 12, hideOverlap: true } },
      yAxis: { type: "value", min: floor, max: Math.max(...all) + apart * .12, splitNumber: 3, splitLine: { lineStyle: { color: line } }, axisLabel: { color: ink3, fontSize: 12, formatter: label, showMinLabel: false, showMaxLabel: false } },
      series: [...area(low, high, .14, "wide"), ...area(less, more, .22, "near"),
        { type: "line", data: past.map(each => each[1]), symbolSize: 4, lineStyle: { width: 2.2, color: css("c1") }, itemStyle: { color: css("c1") } },
        { type: "line", data: [...(count ? lead : []), middle], symbolSize: (value, each) => each.dataIndex === count ? 6 : 0, lineStyle: { width: 2, type: "dashed", color: css("whatif") }, itemStyle: { color: css("whatif") } },
        ...(at === null ? [] : [{ type: "line", data: [...blank, null], markLine: { symbol: "none", silent: true, data: [{ yAxis: at }], lineStyle: { color: css("ink"), type: "solid", width: 1.4 }, label: { formatter: `${data.target} ${words(data, at)}`, position: "insideStartTop", color: css("ink"), fontSize: 12 } } }])],
    };
  };

  let chart = null, place = null;
  const show = () => {
    const here = document.querySelector("[data-forecast]");
    if (!here) return;
    const data = JSON.parse(document.getElementById(here.dataset.forecast).textContent), typed = box() ? read(box().value) : null;
    const at = worth(data, typed), told = here.querySelector("[data-chance]"), hard = here.querySelector("[data-hard]"), slide = here.querySelector("[data-slide]");
    const found = at === null ? null : chance(data, at);
    told.textContent = found === null ? "—" : `${(found / 10).toFixed(found < 100 || found > 900 ? 1 : 0)}%`;
    told.className = "fig" + (found === null ? "" : found >= 450 ? " good" : found >= 150 ? " watch" : " bad");
    hard.textContent = found === null ? "" : `${data.hard} ${((1000 - found) / 1000).toFixed(2)}`;
    here.querySelector("[data-least]").textContent = words(data, data.least);
    here.querySelector("[data-most]").textContent = words(data, data.most);
    here.querySelector("[data-worth]").textContent = at === null ? "" : words(data, at);
    if (slide !== document.activeElement) slide.value = at === null ? data.fan[2] : at;
    slide.style.setProperty("--v", (Number(slide.value) - data.least) / (data.most - data.least) * 100);
    here.querySelectorAll("[data-take]").forEach(each => each.setAttribute("aria-pressed", at !== null && Math.abs(Number(each.dataset.take) - at) < data.step / 2));
    const fan = here.querySelector("[data-fan]");
    if (fan !== place) { chart?.dispose(); chart = window.echarts && fan.clientWidth ? echarts.init(fan, null, { renderer: "canvas" }) : null; place = fan; }
    chart?.setOption(option(data, at), true);
  };
  const take = at => {
    const here = document.querySelector("[data-forecast]"), data = JSON.parse(document.getElementById(here.dataset.forecast).textContent);
    box().value = typedFor(data, at);
    show();
  };
  document.addEventListener("input", event => {
    if (event.target.matches("[data-slide]")) take(Number(event.target.value));
    else if (event.target === box() || event.target.name === "basis") show();
  });
  document.addEventListener("change", event => { if (event.target.matches("[data-slide]")) box()?.dispatchEvent(new Event("change", { bubbles: true })); });
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-take]");
    if (button) { take(Number(button.dataset.take)); box().dispatchEvent(new Event("change", { bubbles: true })); }
  });
  document.addEventListener("htmx:afterSettle", show);
  addEventListener("themechange", show);
  addEventListener("resize", () => chart?.resize());
  document.addEventListener("DOMContentLoaded", show);
})();
