/**
 * A part of a page that renews itself: it is fetched again and again with the tag of what is shown, so that the server
 * sends nothing where nothing is different. A part of several pages (a board) shows one after the other. Without this
 * script a page has a link, or turns by itself, for the same.
 */
const SECONDS = 25;
const LONGEST = 120;

interface Renewed {
  tag: string;
  url: string;
}

/** Where the next page of a part is. */
function address(box: HTMLElement): string {
  const base = box.dataset.renew ?? "";
  const pages = box.querySelector<HTMLElement>("[data-pages]");
  if (!pages) return base;
  const next = (Number(pages.dataset.page) % Number(pages.dataset.pages)) + 1;
  return `${base}?page=${next}`;
}

/** Fetches a part; shows it if it is different. Returns whether there was an answer. */
async function renew(box: HTMLElement, shown: Renewed): Promise<boolean> {
  const url = address(box);
  const headers: Record<string, string> = { Accept: "text/html" };
  if (shown.tag && shown.url === url) headers["If-None-Match"] = shown.tag;
  const answer = await fetch(url, { headers, cache: "no-store" });
  if (answer.status === 304) return true;
  if (answer.redirected || answer.status === 403 || answer.status === 404) {
    location.reload(); // signed out, or the address was taken back: the page itself says so
    return true;
  }
  if (!answer.ok) return false;
  const text = await answer.text();
  shown.tag = answer.headers.get("ETag") ?? "";
  shown.url = url;
  if (box.innerHTML !== text) box.innerHTML = text;
  return true;
}

/** Between two fetches: a little more or less each time, so that hundreds of telephones do not ask at once. */
function pause(seconds: number): Promise<void> {
  const time = seconds * 1000 * (0.85 + 0.3 * Math.random());
  return new Promise((resolve) => {
    const timer = setTimeout(done, time);
    function done(): void {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
      resolve();
    }
    function seen(): void {
      if (document.visibilityState === "visible") done();
    }
    document.addEventListener("visibilitychange", seen);
  });
}

async function follow(box: HTMLElement): Promise<void> {
  const often = Number(box.dataset.renewSeconds) || SECONDS;
  const lost = document.querySelector<HTMLElement>("[data-renew-lost]");
  const first = box.dataset.renewTag;
  const shown: Renewed = first ? { tag: `"${first}"`, url: address(box) } : { tag: "", url: "" };
  let seconds = often;
  for (;;) {
    await pause(seconds);
    if (document.visibilityState !== "visible") continue;
    const came = await renew(box, shown).catch(() => false);
    seconds = came ? often : Math.min(2 * seconds, LONGEST);
    if (lost) lost.hidden = came;
  }
}

/** The clock of a board, in the time of the forum's place. */
function tick(clock: HTMLElement): void {
  const words = new Intl.DateTimeFormat(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: clock.dataset.clock || "UTC",
  });
  const show = () => {
    clock.textContent = words.format(new Date());
  };
  show();
  setInterval(show, 5000);
}

for (const box of document.querySelectorAll<HTMLElement>("[data-renew]")) void follow(box);
for (const clock of document.querySelectorAll<HTMLElement>("[data-clock]")) tick(clock);

// A module: its names are its own.
export {};
