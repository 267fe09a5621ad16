// Draws each `<figure data-chart>` from the table in it, so that picture and table cannot differ; without this script the
// table stands there alone.
//
//   data-chart   bars: a bar for each row; rows: bars that lie, for long names; lines: a line for each column
//   data-unit    what the values are counted in
//   data-target  a value that is to be reached, data-target-name what it is called
//
// The first column names the row, each other column is a series; a cell's number is its data-value, without one there is
// a gap. A link in a cell, or in the first of its row, is where a click on its bar leads. `charts:draw` on the document draws anew what has changed.
"use strict";
(() => {
  if (!window.echarts) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const charts = new Map();

  const read = (figure) => {
    const table = figure.querySelector("table");
    const heads = [...table.tHead.rows[0].cells].slice(1);
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    const number = (cell) => (cell && cell.dataset.value !== undefined ? Number(cell.dataset.value) : null);
    const text = (cell) => (cell ? cell.textContent.trim() : "");
    return {
      names: rows.map((row) => text(row.cells[0])),
      series: heads.map((head, place) => ({
        name: text(head),
        values: rows.map((row) => number(row.cells[place + 1])),
        texts: rows.map((row) => text(row.cells[place + 1])),
        links: rows.map((row) => (row.cells[place + 1] && row.cells[place + 1].querySelector("a")) || row.cells[0].querySelector("a")),
      })),
    };
  };

  const option = (figure, data) => {
    const style = getComputedStyle(figure);
    const colour = (name) => style.getPropertyValue(name).trim();
    const size = Number.parseFloat(style.fontSize) || 13;
    const kind = figure.dataset.chart;
    const [ink, soft, hair, paper] = ["--ink", "--soft", "--hair", "--paper"].map(colour);
    const lies = kind === "rows";
    const text = { color: soft, fontSize: size, fontFamily: style.fontFamily };
    const names = {
      type: "category", data: data.names, inverse: lies,
      axisLine: { lineStyle: { color: hair } }, axisTick: { show: false },
      axisLabel: { ...text, color: ink, hideOverlap: !lies, overflow: "truncate", width: lies ? size * 13 : undefined, interval: lies ? 0 : "auto" },
    };
    const most = Math.max(0, ...data.series.flatMap((series) => series.values.map((value) => value ?? 0)));
    const whole = data.series.every((series) => series.values.every((value) => value === null || Number.isInteger(value)));
    const values = {
      type: "value", minInterval: whole ? 1 : undefined, max: most === 0 ? 1 : undefined, scale: kind === "lines" && !whole,
      splitNumber: 4, splitLine: { lineStyle: { color: hair } }, axisLabel: { ...text, show: !lies },
    };
    if (lies) values.splitLine.show = false;
    const marks = ["circle", "diamond", "rect", "triangle"];
    const dashes = ["solid", [6, 4], [2, 3], "solid"];
    const target = figure.dataset.target === undefined ? undefined : {
      symbol: "none", silent: true, lineStyle: { color: ink, type: [4, 4], width: 1 },
      label: { ...text, color: ink, formatter: figure.dataset.targetName || "{c}", position: "insideEndTop" },
      data: [lies ? { xAxis: Number(figure.dataset.target) } : { yAxis: Number(figure.dataset.target) }],
    };
    const drawn = data.series.map((series, place) => {
      const own = colour(`--chart-${(place % 4) + 1}`);
      const shared = { name: series.name, data: series.values, itemStyle: { color: own }, markLine: place === 0 ? target : undefined };
      if (kind === "lines") {
        return {
          ...shared, type: "line", symbol: marks[place % 4], symbolSize: size * 0.55, showSymbol: data.names.length <= 31,
          lineStyle: { color: own, width: Math.max(2, size / 7), type: dashes[place % 4] }, connectNulls: false,
        };
      }
      return {
        ...shared, type: "bar", barMaxWidth: size * 1.7, barGap: "12%", barCategoryGap: "38%",
        label: {
          show: lies || data.series.length === 1, position: lies ? "right" : "top", ...text, color: ink,
          formatter: (bar) => (bar.value === null || bar.value === undefined ? "" : series.texts[bar.dataIndex]),
        },
      };
    });
    const told = (bars) => bars.length === 0 ? "" :
      [data.names[bars[0].dataIndex], ...bars.map((bar) => `${bar.seriesName}  ${data.series[bar.seriesIndex].texts[bar.dataIndex]}`)].join("\n");
    return {
      animation: !still.matches && !figure.dataset.still, animationDuration: 300, animationDurationUpdate: 600,
      textStyle: { fontFamily: style.fontFamily },
      grid: { left: 2, right: lies ? size * 5 : 6, top: data.series.length > 1 ? size * 2.6 : lies ? 0 : size * 1.8, bottom: 2, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      legend: { show: data.series.length > 1, left: 0, top: 0, itemGap: size * 1.4, itemHeight: size * 0.75, itemWidth: kind === "lines" ? size * 2.2 : size, textStyle: { ...text, color: ink } },
      tooltip: {
        show: !figure.dataset.still, trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: kind === "lines" ? "line" : "shadow" },
        backgroundColor: paper, borderColor: hair, borderWidth: 1, textStyle: { ...text, color: ink }, formatter: told,
      },
      xAxis: lies ? values : names, yAxis: lies ? names : values, series: drawn,
    };
  };

  const draw = (figure) => {
    // Nothing to draw: the page says so in words.
    if (figure.querySelector(":scope > .empty")) {
      const table = figure.querySelector("details");
      if (table) table.open = false;
      return;
    }
    const data = read(figure);
    let chart = charts.get(figure);
    if (!chart) {
      const room = document.createElement("div");
      room.className = "drawn";
      room.setAttribute("aria-hidden", "true");
      const table = figure.querySelector("details");
      figure.insertBefore(room, table);
      if (table) table.open = false;
      chart = { room, canvas: null, data };
      charts.set(figure, chart);
    }
    const size = Number.parseFloat(getComputedStyle(figure).fontSize) || 13;
    if (figure.dataset.chart === "rows" && !figure.dataset.still) {
      const bars = data.names.length * Math.max(1, data.series.length);
      chart.room.style.height = `${Math.round((bars * 1.9 + 3) * size)}px`;
    }
    if (!chart.canvas) {
      chart.canvas = window.echarts.init(chart.room, null, { renderer: "canvas" });
      // A bar is a door as its number is.
      chart.canvas.on("click", (bar) => { const link = chart.data.series[bar.seriesIndex].links[bar.dataIndex]; if (link) link.click(); });
      new ResizeObserver(() => { if (!chart.canvas.isDisposed()) chart.canvas.resize(); }).observe(chart.room);
    }
    chart.data = data;
    chart.canvas.setOption(option(figure, data), { notMerge: true });
  };

  const drawAll = () => {
    for (const [figure, chart] of charts) {
      if (figure.isConnected) continue;
      chart.canvas.dispose();
      charts.delete(figure);
    }
    document.querySelectorAll("figure[data-chart]").forEach(draw);
  };

  document.addEventListener("charts:draw", drawAll);
  still.addEventListener("change", drawAll);
  drawAll();
})();
