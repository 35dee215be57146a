/**
 * Passkeys on the pages of signing in and of the account: `<form data-passkey="sign-in | use | add">` with a hidden field
 * `credential`. The server's options stand in the page as data (`#passkey-options`), or are asked for at the form's address.
 * Without scripts, or in a browser that knows no passkeys, the form stays hidden; there is always another way.
 */
import { createPasskey, usePasskey } from "./accounts/passkeys.ts";

type Problem = "refused" | "known" | "insecure" | "broken";

interface Options {
  creation_options?: { publicKey: PublicKeyCredentialCreationOptionsJSON };
  request_options?: { publicKey: PublicKeyCredentialRequestOptionsJSON };
}

async function options(form: HTMLFormElement): Promise<Options> {
  const inPage = document.getElementById("passkey-options")?.textContent;
  if (inPage) return JSON.parse(inPage) as Options;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new TypeError(String(answer.status));
  return (await answer.json()) as Options;
}

async function credential(form: HTMLFormElement): Promise<object> {
  const { creation_options: creation, request_options: request } = await options(form);
  if (form.dataset.passkey === "add" && creation) return createPasskey(creation.publicKey);
  if (request) return usePasskey(request.publicKey);
  throw new TypeError("no options");
}

function problemOf(error: unknown): Problem {
  switch ((error as Error).name) {
    case "NotAllowedError":
    case "AbortError":
      return "refused";
    case "InvalidStateError":
      return "known";
    case "SecurityError":
    case "NotSupportedError":
      return "insecure";
    default:
      return "broken";
  }
}

function say(form: HTMLFormElement, problem: Problem | null): void {
  const line = form.querySelector<HTMLElement>("[data-passkey-problem]");
  if (!line) return;
  line.hidden = problem === null;
  line.textContent = problem === null ? "" : (line.dataset[problem] ?? "");
}

function enhance(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>("input[name=credential]");
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  if (!field || !button) return;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    say(form, null);
    try {
      field.value = JSON.stringify(await credential(form));
      form.submit();
    } catch (error) {
      say(form, problemOf(error));
      button.disabled = false;
    }
  });
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]"))
    enhance(form);
  for (const missing of document.querySelectorAll<HTMLElement>("[data-passkey-missing]"))
    missing.hidden = true;
}
