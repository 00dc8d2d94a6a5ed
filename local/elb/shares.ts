/**
 * Divides requests among groups by weight so that after any number of requests each group is less than one request
 * away from its exact share (R. Tijdeman's chairman assignment: of those that may take the next one without being
 * ahead, the one that would be behind the soonest takes it).
 */
export class Shares {
  readonly #groups: { readonly name: string; readonly weight: number; taken: number }[];
  readonly #total: number;
  #given = 0;

  /** Weights are whole numbers; a group of weight 0 never gets a request. */
  constructor(weights: Readonly<Record<string, number>>) {
    const positive = Object.entries(weights).filter(([, weight]) => weight > 0);
    this.#groups = positive.map(([name, weight]) => ({ name, weight, taken: 0 }));
    this.#total = positive.reduce((sum, [, weight]) => sum + weight, 0);
  }

  /** The group of the next request; `undefined` when no group has any weight. */
  next(): string | undefined {
    if (this.#groups.length === 0) return undefined;
    this.#given += 1;
    const slack = this.#total / Math.max(1, 2 * this.#groups.length - 2);
    const behind = (group: { weight: number; taken: number }) => this.#given * group.weight - group.taken * this.#total;
    const deadline = (group: { weight: number; taken: number }) => (this.#total - slack - behind(group)) / group.weight;
    const [chosen] = this.#groups
      .filter((group) => behind(group) >= slack || this.#groups.length === 1)
      .sort((a, b) => deadline(a) - deadline(b));
    if (chosen !== undefined) chosen.taken += 1;
    // After as many requests as the sum of the weights, all groups are exactly at their share.
    if (this.#given === this.#total) {
      this.#given = 0;
      for (const group of this.#groups) group.taken = 0;
    }
    return chosen?.name;
  }
}
