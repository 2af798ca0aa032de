// Puts the files of the one file into the page. Its policy names the hashes of the styles and scripts that may come; nothing is
// fetched.
(async () => {
  const say = (words) => document.querySelectorAll(".sentence").forEach((sentence) => (sentence.textContent = words));
  if (!globalThis.DecompressionStream) {
    return say("This file is compressed, and this browser cannot unpack it. Please open it in a newer one: Chrome or Edge 80, Firefox 113, Safari 16.4, or later.");
  }
  try {
    const packed = document.getElementById("packed");
    const binary = atob(packed.textContent);
    // Five times as fast as `Uint8Array.from`, which goes through the text by an iterator.
    const zipped = new Uint8Array(binary.length);
    for (let at = 0; at < binary.length; at++) zipped[at] = binary.charCodeAt(at);
    const unzipped = new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip"));
    const all = new Uint8Array(await new Response(unzipped).arrayBuffer());
    const files = JSON.parse(packed.dataset.files);
    packed.remove();
    globalThis.ringsideFiles = {};
    let end = 0;
    for (const [kind, name, size] of files) {
      const bytes = all.subarray(end, (end += size));
      if (kind === "wasm") globalThis.ringsideFiles[name] = bytes;
      else put(kind, name, new TextDecoder().decode(bytes));
    }
  } catch (error) {
    say(`This file could not be unpacked; it may be damaged. Please get it anew. (${error.message})`);
    throw error;
  }

  function put(kind, name, text) {
    const element = document.createElement("script");
    if (kind === "script") element.type = "module";
    if (kind === "json" || kind === "text") {
      element.type = kind === "json" ? "application/json" : "text/plain";
      element.id = name;
    }
    element.textContent = text;
    document.head.append(element);
  }
})();
