// Which row an element of the map belongs to, and which elements a row has.

/** One row of the table: its block's elements, and the flows that its arrows run through. */
export interface Row {
  key: string;
  no: string;
  elements: string[];
  via: string[];
}

export class Tracing {
  readonly #rows = new Map<string, Row>();
  readonly #owner = new Map<string, string>();

  constructor(rows: Iterable<Row>) {
    for (const row of rows) {
      this.#rows.set(row.key, row);
      for (const element of row.elements) this.#owner.set(element, row.key);
    }
    for (const row of this.#rows.values()) {
      for (const element of row.via) if (!this.#owner.has(element)) this.#owner.set(element, row.key);
    }
  }

  row(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  /** Gives the row of an element; flows and folded gateways lead to the row whose arrow they lie on. */
  owner(element: string): Row | undefined {
    const key = this.#owner.get(element);
    return key === undefined ? undefined : this.#rows.get(key);
  }

  /** Lists the elements that no row has. */
  without(elements: Iterable<string>): string[] {
    return [...elements].filter((element) => !this.#owner.has(element));
  }

  /** Iterates over what is numbered on the map. */
  *badges(): Iterable<[string, string]> {
    for (const row of this.#rows.values()) for (const element of row.elements) yield [element, row.no];
  }
}
