/**
 * Single keys on the page of an open question: 1–9 choose, 0 leaves out, Enter decides, n skips, u undoes, / searches,
 * ? helps. All of it works by buttons too. Keys can be switched off (WCAG 2.1.4); the choice is kept.
 */
const STORED = "review-keys";
const form = document.querySelector<HTMLFormElement>("form[data-question]");
const undo = document.querySelector<HTMLFormElement>("form[data-undo]");
const skip = document.querySelector<HTMLAnchorElement>("a[data-skip]");
const help = document.querySelector<HTMLDetailsElement>("details[data-keys]");
const switchedOn = document.querySelector<HTMLInputElement>("input[data-keys-on]");

function isWriting(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  if (!element?.matches("input, textarea, select")) return false;
  return !element.matches("[type=radio], [type=checkbox]");
}

function choose(key: string): boolean {
  const option = form?.querySelector<HTMLInputElement>(`input[data-key="${key}"]`);
  if (!option) return false;
  option.checked = true;
  option.focus();
  option.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function toggleHelp(): boolean {
  if (!help) return false;
  help.open = !help.open;
  if (help.open) help.querySelector("summary")?.focus();
  return true;
}

function find(): boolean {
  const input = document.querySelector<HTMLInputElement>("#find");
  input?.focus();
  return input !== null;
}

function enter(target: EventTarget | null): boolean {
  // A link, button or summary that has the focus does what it always does.
  if (!form || (target as HTMLElement | null)?.closest("a, button, summary")) return false;
  form.requestSubmit();
  return true;
}

/** Does what a key is for; tells whether it was for anything. */
function act(event: KeyboardEvent): boolean {
  if (/^[0-9]$/.test(event.key)) return choose(event.key);
  switch (event.key) {
    case "Enter":
      return enter(event.target);
    case "n":
      skip?.click();
      return skip !== null;
    case "u":
      undo?.requestSubmit();
      return undo !== null;
    case "/":
      return find();
    case "?":
      return toggleHelp();
    default:
      return false;
  }
}

function isOn(): boolean {
  return switchedOn?.checked ?? true;
}

/** Lets the list and the map show what is chosen. */
function mark(): void {
  const key = form?.querySelector<HTMLInputElement>("input[name=answer]:checked")?.dataset.key;
  for (const spot of document.querySelectorAll<SVGElement>("[data-spot]"))
    spot.classList.toggle("plate-place--chosen", spot.dataset.spot === key);
}

if (switchedOn) {
  try {
    switchedOn.checked = localStorage.getItem(STORED) !== "off";
  } catch {
    // Without storage the choice holds for this page.
  }
  switchedOn.addEventListener("change", () => {
    try {
      localStorage.setItem(STORED, switchedOn.checked ? "on" : "off");
    } catch {
      // As above.
    }
  });
}
form?.addEventListener("change", mark);
mark();
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (isWriting(event.target) || !isOn()) return;
  if (act(event)) event.preventDefault();
});

// A message that was there when the page came is not read out: it has to arrive.
for (const said of document.querySelectorAll<HTMLElement>("[data-say]")) {
  const content = [...said.childNodes];
  said.replaceChildren();
  setTimeout(() => said.replaceChildren(...content), 150);
}
