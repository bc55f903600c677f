/**
 * A number for each node. Nodes of one file lie together, so that nearly all stretches of nodes have one number: looking a
 * stretch up costs nothing, where the number of each of a million nodes costs what the memory is waited for.
 */
export type NodeNumbers = {
  readonly byNode: Int32Array;
  readonly byStretch: Int32Array;
};

/** Nodes of one unit never meet (see `nodeTables`); a node counts as one of its source. */
export type NodeUnits = { readonly units: NodeNumbers; readonly sources: NodeNumbers };

const STRETCH_BITS = 12;

/** Of a stretch whose nodes have different numbers; no unit and no source is so low. */
const MIXED = -(2 ** 31);

export function nodeNumbers(byNode: Int32Array): NodeNumbers {
  const byStretch = new Int32Array(Math.ceil(byNode.length / 2 ** STRETCH_BITS));
  for (let stretch = 0; stretch < byStretch.length; stretch += 1) {
    const begin = stretch << STRETCH_BITS;
    const nodes = byNode.subarray(begin, begin + 2 ** STRETCH_BITS);
    const first = nodes[0] ?? 0;
    byStretch[stretch] = nodes.every((number) => number === first) ? first : MIXED;
  }
  return { byNode, byStretch };
}

export function numberOf({ byNode, byStretch }: NodeNumbers, node: number): number {
  const number = byStretch[node >>> STRETCH_BITS] ?? 0;
  return number === MIXED ? (byNode[node] ?? 0) : number;
}
