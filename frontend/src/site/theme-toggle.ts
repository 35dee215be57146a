/** The button that turns day into night, kept for the next visit; announces `themechange` for the atlas. */
export function enhanceTheme(button: HTMLButtonElement): void {
  const root = document.documentElement;
  const isDark = () =>
    root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      // Without storage the choice holds for this page.
    }
    show();
    document.dispatchEvent(new Event("themechange"));
  });
}
