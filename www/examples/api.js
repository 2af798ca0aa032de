// The walk-through of api.html: each function is shown as it stands here, run, and what it returns is shown below it.
import init, { Playground, position, preferenceList } from "../ringside.js";

const examples = {
  walk() {
    const nodes = ["A", "B", "C", "D", "E"].map((name) => ({ name, tokens: 8 }));
    const { replicas, walk } = preferenceList({ nodes, n: 3, key: "cart-deborah" });
    const skipped = walk.filter((step) => step.reason === "already-chosen").length;
    return `${position("cart-deborah")}\nkept by ${replicas.join(", ")}; ${skipped} tokens are passed over, for their node is on the list`;
  },

  put() {
    const playground = new Playground();
    playground.apply({ do: "put", client: "Alice", key: "cart", value: "milk" });
    playground.run();
    return playground.trace().map((event) => `${event.time.toFixed(1)} ms  ${event.sentence}`).join("\n");
  },

  siblings() {
    const playground = new Playground();
    playground.apply({ do: "partition", groups: [["A", "B", "Alice"], ["C", "D", "E", "Bob"]] });
    for (const [client, value] of [["Alice", "milk"], ["Bob", "bread"]]) {
      playground.apply({ do: "put", client, key: "cart", value });
      playground.run();
    }
    playground.apply({ do: "repair" });
    playground.run();
    const number = playground.apply({ do: "get", client: "Alice", key: "cart" });
    playground.run();
    const { values } = playground.state().operations.find((operation) => operation.id === number);
    return values.map((version) => `${version.value}  ${JSON.stringify(version.clock)}`).join("\n");
  },

  back() {
    const playground = new Playground({ ringside: 1, seed: 3 });
    playground.apply({ do: "put", client: "Alice", key: "cart", value: "milk" });
    playground.run();
    playground.seek(2);
    const { step, steps, messages } = playground.state();
    return `step ${step} of ${steps}, ${messages.length} messages in flight\n${playground.permalink()}`;
  },

  refusals() {
    try {
      return new Playground({ ringside: 1, n: 3, r: 4 });
    } catch (error) {
      return `${error.code}: ${error.message}`;
    }
  },
};

await init();
for (const [name, example] of Object.entries(examples)) {
  const section = document.getElementById(name);
  const lines = example.toString().split("\n").slice(1, -1);
  section.querySelector("code").textContent = lines.map((line) => line.replace(/^ {4}/, "")).join("\n");
  section.querySelector("output").textContent = String(example());
}
