// Keeps the whole site for a time without a network. Only the built site loads this: while the page is being changed, a kept
// copy would be in the way.
if ("serviceWorker" in navigator) {
  // The page itself comes first: the copy is everything that there is.
  const register = () => navigator.serviceWorker.register("./service-worker.js").catch(() => {});
  if (globalThis.ringsideStands) register();
  else addEventListener("ringside-stands", register, { once: true });
}
