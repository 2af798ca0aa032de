// Assignment: a shopping cart that never brings a removed item back. Sections 4.4 and 6.1 of the Dynamo paper.
//
//   node --test assignment.test.mjs
//
// Amazon's cart merged the carts of two siblings by taking the items of both. "Add to cart" was never lost that way, but an item that had
// been removed could come back (4.4). Write a client whose cart loses nothing and lets nothing come back.

import { request } from "../support.mjs";

/**
 * A client with a cart. Several clients share the cart that lies under one key; everything that they know of each other comes from there.
 *
 * `request(this.playground, command)` gives a get or a put to the playground, lets time pass until it has ended, and returns the operation:
 * `values` has the versions that a get returned (none, one, or several siblings), each with its text in `value`.
 *
 * The cart is the text of the key's value. How it is written is up to you: any text of up to 1 MiB, JSON for example. Items are any
 * texts, also with commas and quotation marks.
 *
 * A put replaces exactly what its client has read or written last, as Dynamo sends the context of that along (`context: "last"`, the
 * default). What somebody else has put meanwhile stays beside it as a sibling, and the next get returns both.
 *
 * What is asked for:
 *
 * - `add` always writes, also if the item is in the cart already: it says that the item is wanted as of now.
 * - `remove` takes out what its client can see: all additions of the item that the get before has returned.
 * - If one client adds an item while another one, who does not know of that, removes it, the item is in the cart afterwards.
 * - Once siblings are merged, no item that was added is lost, and no item that was removed comes back.
 */
export class CartClient {
  /**
   * @param {import("ringside").Playground} playground
   * @param {string} name the client's name in commands; no two clients have the same
   * @param {string} key where the cart lies
   */
  constructor(playground, name, key) {
    this.playground = playground;
    this.name = name;
    this.key = key;
  }

  /**
   * Puts an item into the cart.
   *
   * @param {string} item
   */
  add(item) {
    throw new Error("add is still to be written");
  }

  /**
   * Takes an item out of the cart.
   *
   * @param {string} item
   */
  remove(item) {
    throw new Error("remove is still to be written");
  }

  /**
   * Reads the cart; if there are siblings, what they amount to together.
   *
   * @returns {string[]} each item once, in any order
   */
  items() {
    throw new Error("items is still to be written");
  }
}
