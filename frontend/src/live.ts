/**
 * A page about work under way brings itself up to date: what it marks as live is fetched again until the work is done.
 * Then the page it leads to is shown. Without this script the page has a link that does the same once.
 */
const PAUSE = 700;
const LONGEST_PAUSE = 10_000;

async function follow(live: Element): Promise<void> {
  let pause = PAUSE;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-live]");
      if (answer.redirected || !fresh) {
        location.replace(answer.redirected ? answer.url : location.href);
        return;
      }
      refresh(live, fresh);
      pause = PAUSE;
    } catch {
      pause = Math.min(2 * pause, LONGEST_PAUSE); // no connection just now
    }
  }
}

/** Changes only the parts that say how far it is: a button that has the focus keeps it. */
function refresh(shown: Element, fresh: Element): void {
  const parts = fresh.querySelectorAll("[data-live-part]");
  for (const part of parts) {
    const name = part.getAttribute("data-live-part");
    const old = shown.querySelector(`[data-live-part="${name}"]`);
    if (old && old.innerHTML !== part.innerHTML) old.innerHTML = part.innerHTML;
  }
}

const live = document.querySelector("[data-live]");
if (live) void follow(live);
