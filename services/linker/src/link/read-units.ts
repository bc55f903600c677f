import { groupedNodes, type NodeUnits, type NumberedSource, nodeNumbers } from '@credlink/linkage';
import { streamColumns } from '@credlink/vault';
import type { LinkEngine } from './link-engine.ts';

/** Unit and source of every node, by number: eight bytes a subject, outside the engine. */
export async function readUnits(engine: LinkEngine, numbered: readonly NumberedSource[]): Promise<NodeUnits> {
  const subjects = numbered.reduce((sum, { content }) => sum + content.subjects, 0);
  const units = new Int32Array(subjects);
  const sources = new Int32Array(subjects);
  for (const { index, first, content, isGrouped } of numbered) {
    if (isGrouped) continue;
    units.fill(index, first, first + content.subjects);
    sources.fill(index, first, first + content.subjects);
  }
  for await (const [nodes = [], unitOf = [], sourceOf = []] of streamColumns(engine, groupedNodes())) {
    for (const [row, node] of nodes.entries()) {
      units[Number(node)] = Number(unitOf[row]);
      sources[Number(node)] = Number(sourceOf[row]);
    }
  }
  return { units: nodeNumbers(units), sources: nodeNumbers(sources) };
}
