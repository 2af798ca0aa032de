// The one file's first script. What unpacks the rest is packed itself, in a way that browsers unpack: a module of WebAssembly,
// and a script that is put into the page, which runs because the policy of this page names its hash. Nothing is fetched.
const unpacker = document.getElementById("unpacker");
const script = document.createElement("script");
const bytes = [];
const text = unpacker.textContent;
for (let at = 0; at < text.length; at++) {
  let unit = text.charCodeAt(at);
  if (unit === 0x21) unit = text.charCodeAt(++at) ^ 0x8000;
  bytes.push(unit & 255, unit >> 8);
}
const packed = new Blob([new Uint8Array(bytes.slice(0, unpacker.dataset.size))]);
const both = await new Response(packed.stream().pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer();
globalThis.ringsideUnpacker = both.slice(0, unpacker.dataset.wasm);
script.type = "module";
script.textContent = new TextDecoder().decode(both.slice(unpacker.dataset.wasm));
document.head.append(script);
