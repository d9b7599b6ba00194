// The search for a département, by name, number or postal code. Without this script, the list and the map remain.
"use strict";
(() => {
  const form = document.querySelector(".search");
  const input = form.querySelector("input");
  const count = document.querySelector(".count");
  const found = document.querySelector(".found");
  const pointed = document.querySelector(".pointed");
  const spots = [...document.querySelectorAll(".spot")];
  const national = document.getElementById("nationale");
  const MOST = 8;

  const plain = (text) =>
    text.toLowerCase().replace(/œ/g, "oe").normalize("NFD").replace(/[\u0300-\u036f]/g, "")
      .replace(/[^a-z0-9]+/g, " ").trim();
  const ARTICLES = new Set(["a", "d", "dans", "de", "des", "du", "en", "l", "la", "le", "les"]);

  // 33400 is in 33, 97411 in 974, 20090 in 2A, 20600 in 2B.
  const department = (words) => {
    if (!/^\d{5}$/.test(words)) return words;
    if (words.startsWith("97")) return words.slice(0, 3);
    if (words.startsWith("20")) return words < "20200" ? "2a" : "2b";
    return words.slice(0, 2);
  };

  // What can be found: the editions of the list, then the départements of the map that have none.
  const items = [...document.querySelectorAll(".entry a")].map((link) => ({
    code: plain(link.dataset.code), name: plain(link.dataset.name), keys: plain(link.dataset.keys).split(" "),
    label: link.textContent.trim(), href: link.getAttribute("href"),
  }));
  const listed = new Set(items.map((item) => item.code));
  for (const spot of spots) {
    const code = plain(spot.dataset.code);
    if (listed.has(code)) continue;
    listed.add(code);
    const title = spot.querySelector("title").textContent;
    const led = spot.hasAttribute("href");
    items.push({
      code, name: plain(spot.dataset.name), keys: plain(spot.dataset.keys).split(" "),
      label: led ? title : `${title}\u00a0: ${national ? "prenez l’édition nationale" : "pas encore d’édition ici"}`,
      href: led ? spot.getAttribute("href") : national && "#nationale",
    });
  }

  const search = (text) => {
    const typed = department(plain(text));
    const number = /^(\d{1,3}|2[ab])$/.test(typed);
    const words = typed.split(" ").filter((word, _, all) => all.length === 1 || !ARTICLES.has(word));
    const fits = (item) => number
      ? item.code.startsWith(typed) || item.code === typed.padStart(2, "0")
      : words.every((word) => item.keys.some((key) => key.startsWith(word)));
    const rank = (item) => {
      if (item.code === typed.padStart(2, "0") || item.name === typed) return 0;
      if (words.every((word) => item.name.split(" ").some((part) => part.startsWith(word)))) return 1;
      return item.code ? 2 : 3; // a département before the région that has the same chef-lieu
    };
    return typed ? items.filter(fits).sort((a, b) => rank(a) - rank(b)) : [];
  };

  const told = (item) => {
    const line = document.createElement("li");
    if (item.href) {
      const link = document.createElement("a");
      link.href = item.href;
      link.textContent = item.label;
      line.append(link);
    } else {
      line.textContent = item.label;
    }
    return line;
  };

  const show = () => {
    const results = search(input.value);
    const asked = input.value.trim() !== "";
    const codes = new Set(results.map((item) => item.code));
    found.replaceChildren(...results.slice(0, MOST).map(told));
    for (const spot of spots) spot.classList.toggle("spot-dim", asked && !codes.has(plain(spot.dataset.code)));
    if (!asked) count.textContent = "";
    else if (results.length === 0) count.textContent = "Rien de ce nom.";
    else if (results.length > MOST) count.textContent = `${results.length} réponses, dont les ${MOST} premières :`;
    else count.textContent = results.length === 1 ? "1 réponse :" : `${results.length} réponses :`;
  };

  input.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = found.querySelector("a");
    if (first) first.click();
  });
  for (const spot of spots) {
    spot.addEventListener("pointerenter", () => { pointed.textContent = spot.querySelector("title").textContent; });
    spot.addEventListener("pointerleave", () => { pointed.textContent = ""; });
  }
  form.hidden = false;
  show();
})();
