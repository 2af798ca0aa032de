// The kept solution of the assignment on carts. Each addition has a name of its own. The cart holds the additions, and the names of those
// that were removed: a sibling in which an addition still stands cannot bring it back, and a later addition is another one.

import { request } from "../support.mjs";

export class CartClient {
  #additions = 0;

  constructor(playground, name, key) {
    this.playground = playground;
    this.name = name;
    this.key = key;
  }

  add(item) {
    const cart = this.#read();
    this.#additions += 1;
    cart.added[`${this.name} ${this.#additions}`] = item;
    this.#write(cart);
  }

  remove(item) {
    const cart = this.#read();
    for (const [name, added] of Object.entries(cart.added)) {
      if (added === item) {
        delete cart.added[name];
        cart.removed.push(name);
      }
    }
    this.#write(cart);
  }

  items() {
    return [...new Set(Object.values(this.#read().added))];
  }

  /** All siblings in one: what any of them has added, without what any of them has removed. */
  #read() {
    const { values } = request(this.playground, { do: "get", client: this.name, key: this.key });
    const siblings = values.map(({ value }) => JSON.parse(value));
    const removed = [...new Set(siblings.flatMap((cart) => cart.removed))];
    const added = Object.assign({}, ...siblings.map((cart) => cart.added));
    for (const name of removed) delete added[name];
    return { added, removed };
  }

  #write(cart) {
    request(this.playground, { do: "put", client: this.name, key: this.key, value: JSON.stringify(cart) });
  }
}
