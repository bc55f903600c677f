import { readdir, readFile } from 'node:fs/promises';

/** What a process and all that descend from it hold and have used so far. */
export type TreeUsage = { readonly cpuSeconds: number; readonly memoryMiB: number };

/** Linux counts CPU time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

type Process = { readonly pid: number; readonly parent: number; readonly ticks: number };

/** Fields after the name in parentheses: the name may hold blanks. proc(5): 4 ppid, 14-17 utime, stime, cutime, cstime. */
async function readProcess(pid: number): Promise<Process | null> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0);
    return { pid, parent: fields[1] ?? 0, ticks };
  } catch {
    return null;
  }
}

/** Proportional share: memory that processes have in common counts once. */
async function memoryOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss: +(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024;
}

/** Null where there is no /proc. Ended children count through the parent that waited for them. */
export async function readTree(root: number): Promise<TreeUsage | null> {
  const names = await readdir('/proc').catch(() => []);
  const read = await Promise.all(
    names.filter((name) => /^\d+$/.test(name)).map((name) => readProcess(Number(name))),
  );
  const processes = read.filter((one) => one !== null);
  const tree = new Set([root]);
  for (let size = 0; size < tree.size; ) {
    size = tree.size;
    for (const { pid, parent } of processes) if (tree.has(parent)) tree.add(pid);
  }
  const members = processes.filter(({ pid }) => tree.has(pid));
  if (members.length === 0) return null;
  const memory = await Promise.all(members.map(({ pid }) => memoryOf(pid)));
  return {
    cpuSeconds: members.reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND,
    memoryMiB: memory.reduce((sum, value) => sum + value, 0),
  };
}
