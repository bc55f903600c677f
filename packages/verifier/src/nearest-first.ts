/** Items with a distance, nearest first; one put twice is taken twice. */
export class NearestFirst {
  readonly #distances: number[] = [];
  readonly #items: number[] = [];

  put(distance: number, item: number): void {
    let at = this.#distances.push(distance) - 1;
    this.#items.push(item);
    for (let up = (at - 1) >> 1; at > 0 && this.#distance(up) > distance; up = (at - 1) >> 1) {
      this.#move(up, at);
      at = up;
    }
    this.#set(at, distance, item);
  }

  take(): { readonly distance: number; readonly item: number } | undefined {
    const distance = this.#distances[0];
    const item = this.#items[0];
    const lastDistance = this.#distances.pop();
    const lastItem = this.#items.pop();
    if (distance === undefined || item === undefined) return undefined;
    if (lastDistance === undefined || lastItem === undefined) return undefined;
    if (this.#items.length > 0) this.#sink(lastDistance, lastItem);
    return { distance, item };
  }

  #sink(distance: number, item: number): void {
    const { length } = this.#items;
    let at = 0;
    for (let down = 1; down < length; down = 2 * at + 1) {
      if (down + 1 < length && this.#distance(down + 1) < this.#distance(down)) down += 1;
      if (this.#distance(down) >= distance) break;
      this.#move(down, at);
      at = down;
    }
    this.#set(at, distance, item);
  }

  #distance(at: number): number {
    return this.#distances[at] ?? 0;
  }

  #move(from: number, to: number): void {
    this.#set(to, this.#distance(from), this.#items[from] ?? 0);
  }

  #set(at: number, distance: number, item: number): void {
    this.#distances[at] = distance;
    this.#items[at] = item;
  }
}
