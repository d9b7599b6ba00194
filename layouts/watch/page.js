// Shows the view that the command tells, and keeps the reader's place.

const at = (id) => document.getElementById(id);
const pages = at("pages"), list = at("list"), zoom = at("zoom"), follow = at("follow");
const POINT = 96 / 72; // px
const TOLD = 2400; // ms during which a change is marked
let view = null;
let leaves = []; // {element, told} in the order of print

function element(tag, name, text = "", attributes = {}) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

const told = (leaf) => [leaf.left, leaf.right].filter(Boolean);
const sectionsOf = (leaf) => [...new Set(told(leaf).map((page) => page.section))];
const titleOf = (section) => view.sections.find((line) => line.id === section)?.title ?? section;
const faultsOf = (section) => view.faults.filter((fault) => fault.sections.includes(section));

// What a page is: current, being laid out again, at fault, or older than a fault.
function stateOf(page) {
  if (page.state === "fault" || (view.stale && faultsOf(page.section).length)) return "fault";
  return view.stale ? "stale" : page.state;
}

const WORDS = { waiting: "mise en page…", stale: "image d’avant la faute" };

// Pages

function pixels() {
  const width = pages.firstElementChild ? parseFloat(getComputedStyle(pages).getPropertyValue("--page-width")) : 600;
  return Math.min(Math.ceil((width * devicePixelRatio) / 100) * 100, 3000);
}

const address = (page) => `/pictures/${page.digest}/${page.index}.png?width=${pixels()}`;

function newPicture(page) {
  const alt = `${titleOf(page.section)}, ${page.label}`;
  return element("img", "page-picture", "", { src: address(page), alt, decoding: "async" });
}

// Put the picture of a page in its place: what is in sight is exchanged only when the new one can be shown.
async function exchange(holder, page) {
  const before = holder.querySelector("img");
  if (before && before.dataset.digest === page.digest && before.dataset.width === String(pixels())) return;
  const after = newPicture(page);
  after.dataset.digest = page.digest;
  after.dataset.width = pixels();
  const sameWords = before?.dataset.digest === page.digest;
  if (!before || !inSight(holder)) {
    after.loading = "lazy";
    before ? before.replaceWith(after) : holder.append(after);
    return;
  }
  if (!sameWords) holder.dataset.state = "waiting";
  holder.dataset.coming = after.src;
  await after.decode().catch(() => {});
  if (holder.dataset.coming !== after.src) return; // a newer one is under way
  holder.querySelector("img")?.replaceWith(after);
  if (!sameWords) setState(holder, page);
  holder.dispatchEvent(new CustomEvent("shown", { bubbles: true }));
}

function inSight(node) {
  const box = node.getBoundingClientRect(), frame = pages.getBoundingClientRect();
  return box.bottom > frame.top && box.top < frame.bottom;
}

function setState(holder, page) {
  const state = stateOf(page);
  holder.dataset.state = state;
  holder.querySelector(".page-word")?.remove();
  if (WORDS[state]) holder.append(element("p", "page-word", WORDS[state]));
}

function showPage(holder, page) {
  setState(holder, page);
  holder.querySelectorAll(".page-fault, .page-mark").forEach((node) => node.remove());
  if (holder.dataset.state === "fault") {
    holder.querySelector("img")?.remove();
    delete holder.dataset.coming;
    const card = element("div", "page-fault");
    if (!page.index) {
      card.append(element("p", "page-fault-title", "Cette page attend une correction"));
      faultsOf(page.section).forEach((fault) => card.append(showFault(fault)));
    }
    holder.append(card);
    return;
  }
  exchange(holder, page);
  for (const mark of page.marks) {
    const box = element("div", "page-mark", "", { title: mark.text });
    for (const side of ["left", "top", "width", "height"]) box.style[side] = `${mark[side] * 100}%`;
    holder.append(box);
  }
}

function newLeaf() {
  const leaf = element("article", "leaf");
  leaf.append(element("div", "leaf-pages"), element("div", "leaf-told"));
  return leaf;
}

function showLeaf(node, leaf) {
  const holders = node.querySelector(".leaf-pages");
  const wanted = view.leaves.some((other) => other.right) ? [leaf.left, leaf.right] : [leaf.left];
  while (holders.children.length < wanted.length) holders.append(element("div", "page"));
  while (holders.children.length > wanted.length) holders.lastElementChild.remove();
  wanted.forEach((page, i) => {
    const holder = holders.children[i];
    holder.classList.toggle("page-blank", !page);
    if (page) showPage(holder, page);
    else holder.replaceChildren();
  });
  const names = sectionsOf(leaf).map(titleOf).join(" / ");
  const labels = told(leaf).map((page) => page.label.replace("page ", "")).join("–");
  const numbered = told(leaf).some((page) => page.label.startsWith("page "));
  node.setAttribute("aria-label", `${names}, ${numbered ? "pages " : ""}${labels}`);
  node.querySelector(".leaf-told").replaceChildren(
    element("span", "leaf-name", names), element("span", "", `${numbered ? "p. " : ""}${labels}`));
  node.querySelectorAll(".leaf-mark").forEach((mark) => mark.remove());
  for (const mark of told(leaf).flatMap((page) => page.marks)) node.append(element("p", "leaf-mark", `▲ ${mark.text}`));
}

// Faults

function showFault(fault) {
  const node = element("div", "fault");
  if (fault.place) node.append(element("p", "fault-place", `${fault.place}:`));
  node.append(element("p", "fault-message", fault.message));
  if (fault.hint) node.append(element("p", "fault-hint", fault.hint));
  return node;
}

function showFaults() {
  const panel = at("faults");
  panel.hidden = !view.faults.length;
  pages.classList.toggle("beside-faults", !panel.hidden);
  if (panel.hidden) return panel.replaceChildren();
  const many = view.faults.length > 1 ? `${view.faults.length} fautes` : "Une faute";
  const told = view.stale && view.leaves.length ? `${many} : les pages grisées sont celles d’avant` : many;
  const key = JSON.stringify(view.faults);
  if (panel.dataset.key === key) return;
  panel.dataset.key = key;
  panel.replaceChildren(element("p", "faults-title", told), ...view.faults.map(showFault));
}

// The list

function showList() {
  at("lines").replaceChildren(...view.sections.map((line) => {
    const item = element("li", ""), link = element("a", "list-line", "", { href: `#${line.id}` });
    const shown = view.leaves.flatMap(told).find((page) => page.section === line.id);
    link.dataset.state = shown ? stateOf(shown) : "";
    link.dataset.section = line.id;
    link.append(element("span", "list-name", line.title), element("span", "list-page", line.page));
    item.append(link);
    return item;
  }));
}

function leafOf(section) {
  const named = (id) => id === section || id.endsWith(`-${section}`);
  return leaves.find((leaf) => sectionsOf(leaf.told).some(named));
}

function go(leaf, block = "center") {
  leaf?.element.scrollIntoView({ block, inline: "center" });
}

// The leaf in the middle of the window is where the reader is.
function here() {
  const frame = pages.getBoundingClientRect(), middle = (frame.top + frame.bottom) / 2;
  const far = (leaf) => {
    const box = leaf.element.getBoundingClientRect();
    return Math.max(box.top - middle, middle - box.bottom, 0);
  };
  return leaves.reduce((best, leaf, i) => (far(leaf) < far(leaves[best]) ? i : best), 0);
}

let resting = 0;
function moved() {
  clearTimeout(resting);
  resting = setTimeout(() => {
    if (!leaves.length) return;
    const [section] = sectionsOf(leaves[here()].told);
    at("lines").querySelectorAll(".list-line").forEach((link) => {
      link.dataset.section === section ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    });
    at("lines").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    history.replaceState(null, "", `#${section}`);
    const looked = leaves.filter((leaf) => inSight(leaf.element)).flatMap((leaf) => sectionsOf(leaf.told));
    fetch(`/looking?sections=${encodeURIComponent([...new Set(looked)].join(","))}`).catch(() => {});
  }, 150);
}

// Size

function setSize() {
  const style = getComputedStyle(pages);
  const width = pages.clientWidth - 2 * parseFloat(style.paddingLeft) - 1, height = pages.clientHeight - 90;
  const across = view?.leaves.some((leaf) => leaf.right) ? 2 : 1;
  const ratio = view ? view.height / view.width : 1;
  const fits = { fit: Math.min(width / across, height / ratio), width: width / across };
  const page = fits[zoom.value] ?? (view?.width ?? 1) * POINT * Number(zoom.value);
  pages.style.setProperty("--page-width", `${Math.max(Math.floor(page), 60)}px`);
  pages.style.setProperty("--page-ratio", `${1 / ratio}`);
}

function resize() {
  if (!leaves.length) return setSize();
  const place = leaves[here()], frame = pages.getBoundingClientRect();
  const box = place.element.getBoundingClientRect();
  const share = (frame.top + frame.height / 2 - box.top) / box.height;
  setSize();
  const now = place.element.getBoundingClientRect();
  pages.scrollTop += now.top + share * now.height - (frame.top + frame.height / 2);
  leaves.forEach((leaf) => showLeaf(leaf.element, leaf.told)); // sharp at any size
}

// The next of the sizes that are offered, from the size that pages have now.
function step(by) {
  if (!view?.leaves.length) return;
  const now = parseFloat(getComputedStyle(pages).getPropertyValue("--page-width")) / (view.width * POINT);
  const sizes = [...zoom.options].map((option) => Number(option.value)).filter(Boolean);
  const next = by > 0 ? sizes.find((size) => size > now * 1.01) : sizes.findLast((size) => size < now * 0.99);
  if (next) zoom.value = String(next);
  resize();
}

// The view

function show(next) {
  const first = view === null || !view.leaves.length;
  view = next;
  document.title = view.title ? `${view.title} · pages en cours` : "Pages en cours";
  if (view.title) at("title").textContent = view.title;
  at("document").textContent = view.document;
  at("note").hidden = !view.note;
  at("note").textContent = view.note;
  showFaults();
  if (first) setSize();
  while (leaves.length > view.leaves.length) leaves.pop().element.remove();
  view.leaves.forEach((leaf, i) => {
    if (!leaves[i]) {
      leaves[i] = { element: newLeaf() };
      pages.append(leaves[i].element);
    }
    leaves[i].told = leaf;
    showLeaf(leaves[i].element, leaf);
  });
  pages.querySelector(".nothing")?.remove();
  if (!leaves.length) pages.append(element("p", "nothing", view.faults.length ? "Les pages paraîtront ici dès que la faute sera corrigée." : "Mise en page…"));
  showList();
  tell();
  if (first && location.hash) go(leafOf(decodeURIComponent(location.hash.slice(1))));
  const focus = leafOf(view.focus);
  if (!first && focus && follow.checked && !wholly(focus.element)) go(focus);
  mark(first ? [] : view.changed);
  moved();
}

function wholly(node) {
  const box = node.getBoundingClientRect(), frame = pages.getBoundingClientRect();
  const seen = Math.min(box.bottom, frame.bottom) - Math.max(box.top, frame.top);
  return seen > 0.5 * Math.min(box.height, frame.height); // the better part of it is in sight: the place is kept
}

let marking = 0;
function mark(sections) {
  if (!sections.length) return;
  clearTimeout(marking);
  for (const leaf of leaves) {
    delete leaf.element.dataset.changed;
    if (!sectionsOf(leaf.told).some((section) => sections.includes(section))) continue;
    void leaf.element.offsetWidth; // the mark begins anew
    leaf.element.dataset.changed = "true";
  }
  marking = setTimeout(() => leaves.forEach((leaf) => delete leaf.element.dataset.changed), TOLD);
}

function status(text, kind = "") {
  at("status").textContent = text;
  at("status").dataset.kind = kind;
}

function tell() {
  const seconds = view.seconds ? ` · ${view.seconds.toFixed(2).replace(".", ",")} s` : "";
  if (view.faults.length) return status(view.faults.length > 1 ? `${view.faults.length} fautes` : "Une faute", "fault");
  if (view.leaves.flatMap(told).some((page) => page.state === "waiting")) return status("Le reste suit…", "busy");
  const changed = view.changed.slice(0, 3).map((section) => titleOf(section).split(" · ")[0]).join(", ");
  const more = view.changed.length > 3 ? ` et ${view.changed.length - 3} autres` : "";
  status(changed ? `Changé : ${changed}${more}${seconds}` : "À jour");
}

// Events

const events = new EventSource("/events");
events.addEventListener("view", (event) => {
  document.body.classList.remove("lost");
  show(JSON.parse(event.data));
});
events.addEventListener("busy", (event) => {
  const { done, total } = JSON.parse(event.data);
  if (total > 1) status(`Mise en page ${done} / ${total}`, "busy");
});
events.addEventListener("error", () => {
  document.body.classList.add("lost");
  status("La commande s’est arrêtée", "lost");
});

const KEYS = {
  ArrowRight: () => go(leaves[here() + 1]), ArrowLeft: () => go(leaves[here() - 1]),
  Home: () => go(leaves[0]), End: () => go(leaves.at(-1)),
  "+": () => step(1), "=": () => step(1), "-": () => step(-1),
  0: () => { zoom.value = "fit"; resize(); },
  l: toggleList, L: toggleList,
};

function toggleList() {
  list.hidden = !list.hidden;
  at("list-button").setAttribute("aria-expanded", String(!list.hidden));
  resize();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("select, input")) return;
  if (!KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});
at("list-button").addEventListener("click", toggleList);
at("previous").addEventListener("click", KEYS.ArrowLeft);
at("next").addEventListener("click", KEYS.ArrowRight);
at("smaller").addEventListener("click", KEYS["-"]);
at("larger").addEventListener("click", KEYS["+"]);
zoom.addEventListener("change", resize);
at("lines").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  go(leafOf(link.dataset.section));
});
pages.addEventListener("scroll", moved, { passive: true });
new ResizeObserver(() => resize()).observe(pages);
