/**
 * The door of a forum: the count of who is here keeps itself up to date, and where the browser can read codes from the
 * camera, badges are scanned one after the other. Without this script people are found by name, and a badge's code leads to
 * its bearer.
 */
const PAUSE = 4_000;
const LONGEST_PAUSE = 30_000;
/** Between two looks at the picture, and before the same badge is read again, in milliseconds. */
const LOOK = 150;
const SAME_AGAIN = 4_000;

interface Counts {
  here: number;
  expected: number;
  words: string;
}

interface Scanned {
  state: "new" | "again" | "refused";
  words: string;
  about: string;
  link: string;
  count?: string;
}

/** What the browsers that can read codes have; TypeScript's library does not know it yet. */
interface CodeReader {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

// A module: its names are its own.
export {};

declare global {
  interface Window {
    BarcodeDetector?: {
      new (options: { formats: string[] }): CodeReader;
      getSupportedFormats(): Promise<string[]>;
    };
  }
}

const wait = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

async function follow(door: HTMLElement, address: string): Promise<void> {
  let pause = PAUSE;
  for (;;) {
    await wait(pause);
    if (document.hidden) continue;
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return; // signed out meanwhile
      show(door, (await answer.json()) as Counts);
      pause = PAUSE;
    } catch {
      pause = Math.min(2 * pause, LONGEST_PAUSE); // no connection just now
    }
  }
}

function show(door: HTMLElement, counts: Counts): void {
  const words = door.querySelector("[data-arrivals-words]");
  if (words && words.textContent !== counts.words) words.textContent = counts.words;
  const bar = door.querySelector<HTMLProgressElement>("[data-arrivals-bar]");
  if (bar) {
    bar.max = counts.expected;
    bar.value = counts.here;
  }
}

function say(form: HTMLFormElement, state: string, words: string, more?: Scanned): void {
  const line = form.querySelector<HTMLElement>("[data-scan-said]");
  if (!line) return;
  line.hidden = false;
  line.dataset.state = state;
  line.textContent = words;
  if (more?.about && more.link) {
    const link = document.createElement("a");
    link.href = more.link;
    link.textContent = more.about;
    line.append(link);
  }
}

async function checkIn(form: HTMLFormElement, code: string): Promise<void> {
  const body = new FormData(form);
  body.set("code", code);
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.ok || answer.redirected) throw new TypeError(String(answer.status));
    const said = (await answer.json()) as Scanned;
    say(form, said.state, said.words, said);
    navigator.vibrate?.(said.state === "new" ? 60 : [60, 60, 60]);
    const count = document.querySelector("[data-arrivals-words]");
    if (count && said.count) count.textContent = said.count;
  } catch {
    say(form, "refused", form.dataset.offline ?? "");
  }
}

async function read(form: HTMLFormElement, reader: CodeReader, video: HTMLVideoElement) {
  let last = "";
  let lastAt = 0;
  while (video.srcObject) {
    await wait(LOOK);
    const found = video.srcObject ? await reader.detect(video).catch(() => []) : [];
    const code = found[0]?.rawValue ?? "";
    if (!code || (code === last && Date.now() - lastAt < SAME_AGAIN)) continue;
    last = code;
    await checkIn(form, code);
    lastAt = Date.now();
  }
}

async function enhance(form: HTMLFormElement): Promise<void> {
  const Reader = window.BarcodeDetector;
  if (!Reader || !navigator.mediaDevices) return;
  if (!(await Reader.getSupportedFormats()).includes("qr_code")) return;
  const screen = form.querySelector<HTMLElement>("[data-scan-screen]");
  const start = form.querySelector<HTMLButtonElement>("[data-scan-start]");
  const video = form.querySelector("video");
  if (!screen || !start || !video) return;
  form.hidden = false;
  start.addEventListener("click", async () => {
    try {
      const wanted = { video: { facingMode: "environment" }, audio: false };
      video.srcObject = await navigator.mediaDevices.getUserMedia(wanted);
      await video.play();
    } catch {
      say(form, "refused", form.dataset.denied ?? "");
      return;
    }
    screen.hidden = false;
    start.hidden = true;
    say(form, "seeking", form.dataset.seeking ?? "");
    form.scrollIntoView({ block: "start" });
    void read(form, new Reader({ formats: ["qr_code"] }), video);
  });
  form.querySelector("[data-scan-stop]")?.addEventListener("click", () => {
    for (const track of (video.srcObject as MediaStream | null)?.getTracks() ?? []) track.stop();
    video.srcObject = null;
    screen.hidden = true;
    start.hidden = false;
    start.focus();
  });
}

const door = document.querySelector<HTMLElement>("[data-arrivals]");
if (door?.dataset.arrivals) void follow(door, door.dataset.arrivals);
const scanner = document.querySelector<HTMLFormElement>("form[data-scan]");
if (scanner) void enhance(scanner);
