import type { PublishedCell } from '@credlink/contracts';
import { nameOf } from '../address.ts';
import type { CubeWorld } from '../cube-world.ts';
import { type Finding, finding } from '../finding.ts';

/** Headers that say when, and how much is left of an allowance: they are of the caller, not of the cell. */
const OF_THE_CALLER = /^(?:date|x-ratelimit-.*|keep-alive|connection|x-request-id)$/;

/** Hidden cells looked at one by one. */
const MOST_CELLS = 40;

function addressQuery(cell: PublishedCell): string {
  return new URLSearchParams(cell.key).toString();
}

/** What one reply says beside the key it was asked for: status, headers, body. */
async function wordOf(world: CubeWorld, cell: PublishedCell, format: 'json' | 'csv'): Promise<string> {
  const path = `/v1/releases/latest/tables/${cell.table}/cells?${addressQuery(cell)}&format=${format}`;
  const reply = await world.reader.get(path);
  const headers = [...reply.headers].filter(([name]) => !OF_THE_CALLER.test(name));
  const codes = Object.values(cell.key);
  const body = codes.reduce((text, code) => text.replaceAll(code, '#'), await reply.text());
  // An entity tag is a digest of the body and differs with the key; how long both are must not depend on the cell.
  const shown = headers.map(([name, value]) => [name, name === 'etag' ? value.length : value]);
  const sizes = shown.filter(([name]) => name !== 'content-length');
  return JSON.stringify([reply.status, sizes, body]);
}

/**
 * A18, A19: do replies for hidden cells differ by what is behind them? Every hidden cell is asked for by itself, as JSON
 * and CSV; a reply that is alone with its truth (empty, small, large) tells it.
 */
export async function compareHidden(world: CubeWorld): Promise<Finding> {
  const { cells } = await world.reader.download();
  const hidden = cells.filter(({ status }) => status === 'suppressed').slice(0, MOST_CELLS);
  const learnt: string[] = [];
  for (const format of ['json', 'csv'] as const) {
    const words = new Map<string, Set<string>>();
    for (const cell of hidden) {
      const truth = world.truth.get(nameOf(cell)) ?? 0;
      const kind = truth === 0 ? 'empty' : truth < world.threshold ? 'small' : 'large';
      const shape = `${cell.table} ${Object.values(cell.key)
        .map((code) => code.length)
        .join()}`;
      const word = `${shape} ${await wordOf(world, cell, format)}`;
      words.set(word, (words.get(word) ?? new Set()).add(kind));
    }
    const shapes = new Set([...words.keys()].map((word) => word.split('[')[0]));
    if (words.size > shapes.size) learnt.push(`${format} replies of hidden cells differ`);
  }
  return finding('A18 A19', 'status, headers and sizes of hidden cells', hidden.length * 2, learnt);
}

/** A20: ask again, in other words and orders; an answer that changes could be averaged, a sort by size would rank. */
export async function askAgain(world: CubeWorld): Promise<Finding> {
  const { cells, tables } = await world.reader.download();
  const learnt: string[] = [];
  let tried = 0;
  for (const { table, dimensions } of tables) {
    const home = `/v1/releases/latest/tables/${table}/cells`;
    const [dimension] = dimensions;
    const codes = dimension?.members.map(({ code }) => code) ?? [];
    const asked = async (query: string) => (await world.reader.get(`${home}?${query}`)).text();
    const name = dimension?.name ?? '';
    const first = await asked(`${name}=${codes.join(',')}`);
    tried += 2;
    if ((await asked(`${name}=${codes.join(',')}`)) !== first) learnt.push(`${table} answers anew each time`);
    if ((await asked(`${name}=${codes.toReversed().join(',')}`)) !== first) {
      learnt.push(`${table} answers in the order of the question`);
    }
    const places = cells
      .filter((cell) => cell.table === table)
      .map(({ key }) => dimensions.map((one) => one.members.findIndex(({ code }) => code === key[one.name])));
    if (places.some((place, at) => at > 0 && isBefore(place, places[at - 1] ?? []))) {
      learnt.push(`${table} is in another order than its codes`);
    }
  }
  return finding('A20', 'asking again and in other orders', tried, learnt);
}

/** Whether one address comes before another where the lattice is written out, first dimension slowest. */
function isBefore(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((place, index) => place !== other[index]);
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0);
}

/** Questions that would need a count to be answered: ranges, negations, free text, other people's lattices. */
const OUTSIDE = [
  'credential=!C01',
  'credential_not=C01',
  'min=10',
  'sort=value',
  'limit=1',
  'region=R01&region=R02',
  'persons=1',
  'credential=C01%20OR%201=1',
  'credential=',
  'credential=*',
];

/** A7: trackers need unions, negations or predicates; whatever is asked, only cells of the lattice come back. */
export async function askOutside(world: CubeWorld): Promise<Finding> {
  const { cells, tables } = await world.reader.download();
  const known = new Set(cells.map((cell) => JSON.stringify(cell)));
  const learnt: string[] = [];
  let tried = 0;
  for (const { table } of tables) {
    for (const query of OUTSIDE) {
      tried += 1;
      const reply = await world.reader.get(`/v1/releases/latest/tables/${table}/cells?${query}`);
      const text = await reply.text();
      if (reply.status >= 400) continue;
      const { cells: answered } = JSON.parse(text) as { cells: unknown[] };
      if (answered.some((cell) => !known.has(JSON.stringify(cell)))) learnt.push(`${table}?${query}`);
    }
  }
  return finding('A7', 'questions outside the lattice', tried, learnt);
}
