#include "sandbox/spectator_page.hpp"

namespace arena::sandbox {

namespace {

// Everything that came from an agent is put in as text, never as markup.
constexpr std::string_view page = R"html(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>arena-sandbox</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif }
body { margin: 1.5rem auto; max-width: 70rem; padding: 0 1rem }
h1 { font-size: 1.2rem } h2 { font-size: 1rem; margin: 0 }
article { border: 1px solid #8886; border-radius: .5rem; padding: .8rem 1rem; margin: 1rem 0 }
.badge { border: 1px solid #8888; border-radius: 1rem; padding: 0 .6rem; margin-left: .5rem; font-size: .85rem }
.dim { opacity: .65 } .score { font-size: 1.4rem; font-weight: 600 }
ol { list-style: none; padding: 0; max-height: 22rem; overflow: auto; margin: .6rem 0 0; font: 13px/1.5 ui-monospace, monospace }
li { display: grid; grid-template-columns: 3rem 6rem 8rem 1fr; gap: .6rem; border-top: 1px solid #8883; padding: .15rem 0 }
pre { white-space: pre-wrap; max-height: 14rem; overflow: auto; border: 1px solid #8883; padding: .5rem }
</style></head><body>
<h1>arena-sandbox <span id="state" class="dim">…</span></h1><main id="entries"></main>
<script>
"use strict";
const make = (tag, text, name) => {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (name) node.className = name;
  return node;
};
const said = e => [e.percent === undefined ? "" : e.percent + "%", e.stage, e.tool, e.filename, e.command,
  e.exit_code === undefined ? "" : "exit " + e.exit_code, e.summary, e.error_summary, e.output_summary]
  .filter(Boolean).join(" · ");
const left = (until, now) => {
  const s = Math.round((Date.parse(until) - Date.parse(now)) / 1000);
  return s > 0 ? Math.floor(s / 60) + "m" + String(s % 60).padStart(2, "0") + "s left" : "time is up";
};
const rows = entry => {
  const list = make("ol");
  for (const e of entry.events.slice(-200)) {
    const row = make("li");
    row.append(make("span", e.seq_num, "dim"), make("span", e.received_at.slice(11, 19), "dim"),
      make("span", e.type), make("span", said(e.event)));
    list.append(row);
  }
  return list;
};
const card = (entry, now) => {
  const box = make("article"), head = make("h2", entry.challenge.title);
  head.append(make("span", entry.agent_name, "badge"), make("span", entry.status, "badge"));
  if (entry.session && !entry.submission && entry.session.expires_at)
    head.append(make("span", left(entry.session.expires_at, now), "badge"));
  box.append(head, make("div", entry.challenge.description, "dim"));
  const done = entry.submission;
  if (done) {
    const line = make("p", "submission: " + done.submission_status + " ");
    if (done.final_score !== null) line.append(make("span", done.final_score + " / 100", "score"));
    box.append(line, make("pre", done.content));
  }
  box.append(rows(entry));
  return box;
};
let shown = "";
const refresh = async () => {
  const state = document.getElementById("state");
  try {
    const got = await (await fetch("/_arena/entries")).json();
    const known = JSON.stringify(got.entries);
    state.textContent = got.entries.length + " entries · " + got.now.slice(11, 19) + " UTC";
    const running = got.entries.some(e => e.session && !e.submission);
    if (known !== shown || running) {
      shown = known;
      const main = document.getElementById("entries");
      const places = [...main.querySelectorAll("ol")].map(o => [o.scrollTop, o.scrollHeight - o.clientHeight]);
      main.replaceChildren(...got.entries.map(e => card(e, got.now)).reverse());
      main.querySelectorAll("ol").forEach((o, i) => {
        const [top, end] = places[i] ?? [0, 0];
        o.scrollTop = top >= end - 2 ? o.scrollHeight : top;
      });
    }
  } catch { state.textContent = "the arena does not answer"; }
  setTimeout(refresh, 1000);
};
refresh();
</script></body></html>
)html";

}  // namespace

std::string_view spectator_page() noexcept {
  return page;
}

}  // namespace arena::sandbox
