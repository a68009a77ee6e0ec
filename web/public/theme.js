// Runs before the first paint: the chosen appearance and language, and what to say if the program does not start.
// It stands in its own file because the page allows no inline scripts.
try {
  const theme = localStorage.getItem("saxaul.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  const language = localStorage.getItem("saxaul.language") ?? navigator.language;
  document.documentElement.lang = language.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
} catch {
  // A private window may keep nothing: the system's preferences hold.
}
addEventListener("unhandledrejection", () => {
  if (document.getElementById("boot")) document.getElementById("crash")?.removeAttribute("hidden");
});
