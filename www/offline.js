// Keeps the whole site for a time without a network, and says so if a part of the page did not come. Only the built site loads
// this: while the page is being changed, a kept copy would be in the way.
if (!globalThis.ringsideBegins) sayThatItDidNotLoad();
if ("serviceWorker" in navigator) {
  // The page itself comes first: the copy is everything that there is.
  const register = () => navigator.serviceWorker.register("./service-worker.js").catch(() => {});
  if (globalThis.ringsideStands) register();
  else addEventListener("ringside-stands", register, { once: true });
}

/** What does not come, or is of another build than the page, keeps the start from its first line. */
function sayThatItDidNotLoad() {
  const again = document.createElement("button");
  again.type = "button";
  again.className = "primary";
  again.textContent = "Load the page again";
  again.addEventListener("click", () => location.reload());
  document.querySelector(".sentence").textContent = "The page did not load completely: it was replaced while it was loading, or the network went away.";
  document.querySelector(".saying").append(again);
}
