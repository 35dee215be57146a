/** The panel beside the globe: the server's fragment about a place or a tie. */
import { make } from "./dom.ts";
import type { Words } from "./words.ts";

export class Panel {
  private readonly body = make("div", { class: "atlas-panel-body", tabindex: "-1" });
  private request: AbortController | null = null;

  constructor(
    private readonly element: HTMLElement,
    private readonly words: Words,
    private readonly onClose: () => void,
  ) {
    const close = make("button", {
      type: "button",
      class: "atlas-close",
      "aria-label": words.say("close"),
      title: words.say("close"),
    });
    close.addEventListener("click", () => this.close());
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    element.replaceChildren(close, this.body);
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** Shows the fragment of an address; the focus goes there if the keyboard asked for it. */
  async open(address: string, title: string, focus: boolean): Promise<void> {
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    this.body.replaceChildren(
      make("h2", {}, title),
      make("p", { class: "hint" }, this.words.say("loading")),
    );
    this.element.hidden = false;
    if (focus) this.body.focus();
    try {
      const answer = await fetch(address, { signal: request.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      // Our own server's fragment: its texts were escaped there.
      this.body.innerHTML = await answer.text();
      this.body.scrollTop = 0;
    } catch (error) {
      if ((error as Error).name === "AbortError") return;
      this.body.lastElementChild?.replaceWith(make("p", {}, this.words.say("failed")));
    }
  }

  /** Closes the panel. */
  close(): void {
    if (!this.isOpen) return;
    this.request?.abort();
    this.element.hidden = true;
    this.onClose();
  }
}
