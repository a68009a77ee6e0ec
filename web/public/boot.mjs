// Starts the program. It stands in its own file because the page allows no inline scripts.
export default function boot() {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem("saxaul.theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    const language = localStorage.getItem("saxaul.language") ?? navigator.language;
    root.lang = language.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
  } catch {
    // A private window may keep nothing: the system's preferences hold.
  }
  return {
    onFailure(error) {
      console.error(error);
      document.getElementById("crash")?.removeAttribute("hidden");
    },
  };
}
