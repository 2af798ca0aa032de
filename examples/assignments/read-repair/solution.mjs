// The kept solution of the assignment on read repair.

/** Two versions are the same if their dots are. */
function same(one, other) {
  return one.dot[0] === other.dot[0] && one.dot[1] === other.dot[1];
}

/** Whether the writer of `later` had read `earlier`: then `earlier` is obsolete. */
function supersedes(later, earlier) {
  const [node, number] = earlier.dot;
  return (later.past[node] ?? 0) >= number;
}

/** Every version that is in one of the lists, once, without those that another one supersedes. */
function merge(lists) {
  const all = [];
  for (const version of lists.flat()) if (!all.some((have) => same(have, version))) all.push(version);
  return all.filter((version) => !all.some((other) => supersedes(other, version)));
}

export function readRepair(answers, r) {
  const values = merge(answers.slice(0, r).map((answer) => answer.versions));
  const current = merge(answers.map((answer) => answer.versions));
  const repairs = {};
  for (const { node, home, versions } of answers) {
    const lacking = current.filter((version) => !versions.some((have) => same(have, version)));
    if (home && lacking.length > 0) repairs[node] = lacking;
  }
  return { values, repairs };
}
