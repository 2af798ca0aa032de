// What most people write first: many random puts, each client reading before it writes. Such a put has read whatever was written before,
// so its clock is right to descend from all of it, and nothing is ever lost. The search ends without a find.

import { Dice } from "../support.mjs";

export function findLostWrite({ Playground }, { scenario, key, clients, commands }, seed) {
  const dice = new Dice(seed);
  let script = [];
  for (let attempt = 1; attempt <= 30; attempt += 1) {
    script = [];
    while (script.length + 2 <= commands) {
      const client = dice.one(clients);
      script.push({ do: "get", client, key }, { do: "put", client, key, value: `v${attempt}-${script.length}` });
    }
    const playground = new Playground({ ...scenario, versioning: "plain", script });
    playground.run();
    const isBroken = playground.violations().length > 0;
    playground.free();
    if (isBroken) break;
  }
  return script;
}
