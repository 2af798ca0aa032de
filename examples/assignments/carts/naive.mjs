// What most people write first, and what the paper tells of Amazon's cart: a list of items, and the union of the siblings' lists. A sibling
// that does not have an item may never have had it, or may have removed it: the list does not say which.

import { request } from "../support.mjs";

export class CartClient {
  constructor(playground, name, key) {
    this.playground = playground;
    this.name = name;
    this.key = key;
  }

  add(item) {
    this.#write([...new Set([...this.items(), item])]);
  }

  remove(item) {
    this.#write(this.items().filter((other) => other !== item));
  }

  items() {
    const { values } = request(this.playground, { do: "get", client: this.name, key: this.key });
    return [...new Set(values.flatMap(({ value }) => JSON.parse(value)))];
  }

  #write(items) {
    request(this.playground, { do: "put", client: this.name, key: this.key, value: JSON.stringify(items) });
  }
}
