// What most people write first: the version with the highest clock is the newest, and whoever has another one is sent it. Where two
// versions are siblings, one of them is lost; and a deletion looks as if there were nothing.

const sum = (version) => Object.values(version.clock).reduce((total, counter) => total + counter, 0);

export function readRepair(answers, r) {
  const newest = (some) => some.flatMap((answer) => answer.versions).sort((one, other) => sum(other) - sum(one))[0];
  const forClient = newest(answers.slice(0, r));
  const current = newest(answers);
  const repairs = {};
  for (const { node, versions } of answers) {
    const has = versions.some((version) => version.dot.join() === current?.dot.join());
    if (current && !has) repairs[node] = [current];
  }
  return { values: forClient?.value == null ? [] : [forClient], repairs };
}
