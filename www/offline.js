// Keeps the whole site for a time without a network. Only the built site loads this: while the page is being changed, a kept
// copy would be in the way.
if ("serviceWorker" in navigator) {
  // The page itself comes first.
  const register = () => navigator.serviceWorker.register("./service-worker.js").catch(() => {});
  if (document.readyState === "complete") register();
  else addEventListener("load", register);
}
