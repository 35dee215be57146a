/** Loaded in the head, before anything is painted, so that the chosen theme never flashes. */
// Says to the styles that scripts will come; a globe is then given its place.
document.documentElement.dataset.scripts = "";
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage may be forbidden; the system's preference then decides.
}
