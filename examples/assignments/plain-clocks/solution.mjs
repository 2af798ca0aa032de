// The kept solution of the assignment on plain clocks: random gets and puts of several clients, played until one history loses a write.
// Two clients that have read the same version must both write before either reads again, and chance must lead both to one coordinator: it
// counts up by one for each, and the clock of the second version seems to descend from the first.

import { Dice } from "../support.mjs";

export function findLostWrite({ Playground }, { scenario, key, clients, commands }, seed) {
  const dice = new Dice(seed);

  /** A random script: a put first, and then whatever comes, but nobody writes who has not read or written. */
  function candidate() {
    const [first] = clients;
    const script = [{ do: "put", client: first, key, value: "v1" }];
    const knows = new Set([first]);
    while (script.length < commands) {
      const client = dice.one(clients);
      const puts = knows.has(client) && dice.chance(60);
      knows.add(client);
      script.push(puts ? { do: "put", client, key, value: `v${script.length + 1}` } : { do: "get", client, key });
    }
    return script;
  }

  function broken(versioning, script) {
    const playground = new Playground({ ...scenario, versioning, script });
    playground.run();
    const violations = playground.violations();
    playground.free();
    return violations;
  }

  for (;;) {
    const script = candidate();
    const isLost = broken("plain", script).some(({ invariant }) => invariant === "no-acknowledged-write-is-lost");
    if (isLost && broken("dotted", script).length === 0) return script;
  }
}
