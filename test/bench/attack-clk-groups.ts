import { CLK_BITS, CLK_WORDS, type Encodings } from './attack-clk.ts';
import { blankMatrix, dot, type Matrix, rowOf } from './attack-matrix.ts';

/**
 * What is thought of a vault's bits before groups are looked for, a row for each record: the chance of each bit to be
 * set, and how much of a set bit is still open (0: what is known of the record explains it).
 */
export type Expectation = {
  readonly chances: Matrix;
  readonly open: Matrix;
  /** Part of the chances that is not owed to the very values sought. */
  readonly others: number;
};

/** A group has at least this many records. */
const LEAST_MEMBERS = 4;
/** Mean likeness of the records of a group: cosine of what is unexpected of them. */
const LEAST_LIKENESS = 0.23;
/** A bit of the value that a group shares is set in nearly every record of it; before looking, this share are such bits. */
const CORE_CHANCE = 0.985;
const CORE_SHARE = 0.15;
/** By so much, as a logarithm, must the bits of a record speak for a group. */
const LEAST_EVIDENCE = 25;
const REFINING_ROUNDS = 12;
/** Bits that so many records set are left out of cores, of groups and of values alike. */
export const COMMON_BIT = 0.7;

/** Set bits as 1, others as 0; a row for each record. */
export function bitMatrix({ records, words }: Encodings): Matrix {
  const bits = blankMatrix(records, CLK_BITS);
  for (let record = 0; record < records; record++) {
    const row = rowOf(bits, record);
    for (let bit = 0; bit < CLK_BITS; bit++) {
      row[bit] = ((words[record * CLK_WORDS + (bit >>> 5)] ?? 0) >>> (bit & 31)) & 1;
    }
  }
  return bits;
}

/** Share of the records that set each bit. */
export function bitShares(bits: Matrix): Float64Array {
  const shares = new Float64Array(bits.columns);
  for (let record = 0; record < bits.rows; record++) {
    for (const [bit, value] of rowOf(bits, record).entries())
      shares[bit] = (shares[bit] ?? 0) + value / bits.rows;
  }
  return shares;
}

/** Cosines of what is unexpected of two records. */
function likenesses(bits: Matrix, { chances, open }: Expectation): Matrix {
  const odd = blankMatrix(bits.rows, bits.columns);
  for (let record = 0; record < bits.rows; record++) {
    const [row, chance, weight] = [rowOf(bits, record), rowOf(chances, record), rowOf(open, record)];
    const surprise = row.map((bit, place) => {
      const expected = chance[place] ?? 0;
      return ((bit - expected) / Math.sqrt(expected * (1 - expected) + 0.02)) * (weight[place] ?? 0);
    });
    const length = Math.sqrt(dot(surprise, surprise)) || 1;
    rowOf(odd, record).set(surprise.map((value) => value / length));
  }
  const like = blankMatrix(bits.rows, bits.rows);
  for (let one = 0; one < bits.rows; one++) {
    for (let other = 0; other < one; other++) {
      const cosine = dot(rowOf(odd, one), rowOf(odd, other));
      like.values[one * bits.rows + other] = cosine;
      like.values[other * bits.rows + one] = cosine;
    }
  }
  return like;
}

/**
 * Groups by average linkage, found along chains of nearest neighbours (Murtagh 1983). Writes over `like`.
 *
 * @returns records of each group, those alone among them
 */
function linkAverages(like: Matrix): readonly (readonly number[])[] {
  const groups: (readonly number[] | null)[] = Array.from({ length: like.rows }, (_, record) => [record]);
  const finished: (readonly number[])[] = [];
  const nearestOf = (from: number, preferred: number | undefined) => {
    const row = rowOf(like, from);
    let best = preferred ?? -1;
    let most = preferred === undefined ? Number.NEGATIVE_INFINITY : (row[preferred] ?? 0);
    for (const [other, likeness] of row.entries()) {
      if (other !== from && groups[other] !== null && likeness > most) [best, most] = [other, likeness];
    }
    return { best, most };
  };
  const chain: number[] = [];
  for (let next = 0; next < like.rows; ) {
    if (chain.length === 0 && groups[next] === null) {
      next++;
      continue;
    }
    const top = chain.at(-1) ?? next;
    if (chain.length === 0) chain.push(top);
    const before = chain.at(-2);
    const { best, most } = nearestOf(top, before);
    if (best < 0 || most < LEAST_LIKENESS) {
      // A mean of likenesses is none of them higher: this group is whole, and, for likenesses grow along a chain, alone on it.
      finished.push(groups[top] ?? []);
      groups[top] = null;
      chain.length = 0;
    } else if (best === before) {
      chain.length -= 2;
      const [own, others] = [groups[top] ?? [], groups[best] ?? []];
      const size = own.length + others.length;
      for (let other = 0; other < like.rows; other++) {
        const mean =
          ((rowOf(like, top)[other] ?? 0) * own.length + (rowOf(like, best)[other] ?? 0) * others.length) /
          size;
        like.values[top * like.rows + other] = mean;
        like.values[other * like.rows + top] = mean;
      }
      groups[top] = [...own, ...others];
      groups[best] = null;
    } else {
      chain.push(best);
    }
  }
  return finished;
}

/** Of every bit of every record the logarithm of how much more it speaks for the core of a group than for chance. */
function evidenceFor(bits: Matrix, { chances, others }: Expectation): Matrix {
  const values = bits.values.map((bit, at) => {
    const expected = Math.min(0.95, Math.max(0.02, others * (chances.values[at] ?? 0)));
    return Math.log(bit === 1 ? CORE_CHANCE / expected : (1 - CORE_CHANCE) / (1 - expected));
  });
  return { ...bits, values };
}

/** For each bit the logarithm of the odds that it is one of the value that a group shares, and not merely set by chance. */
function coreOdds(evidence: Matrix, group: readonly number[]): Float64Array {
  const odds = new Float64Array(evidence.columns).fill(Math.log(CORE_SHARE / (1 - CORE_SHARE)));
  for (const record of group) {
    for (const [bit, value] of rowOf(evidence, record).entries()) odds[bit] = (odds[bit] ?? 0) + value;
  }
  return odds;
}

export type Group = { readonly members: readonly number[]; readonly core: Uint8Array };

/**
 * Groups of records that share a value, and the bits of it: found without a key, a register or a known person, for the
 * bits of a value come together in all who have it (pattern mining; Christen, Vidanage et al. 2018). Largest first.
 */
export function findGroups(bits: Matrix, expectation: Expectation): readonly Group[] {
  const evidence = evidenceFor(bits, expectation);
  const shares = bitShares(bits);
  let groups = linkAverages(likenesses(bits, expectation)).filter(({ length }) => length >= LEAST_MEMBERS);
  for (let round = 0; round < REFINING_ROUNDS; round++) {
    const cores = groups.map((group) => coreOdds(evidence, group).map((odds) => 1 / (1 + Math.exp(-odds))));
    const members: number[][] = groups.map(() => []);
    for (let record = 0; record < bits.rows; record++) {
      let [best, most] = [-1, LEAST_EVIDENCE];
      for (const [group, core] of cores.entries()) {
        const sum = dot(core, rowOf(evidence, record));
        if (sum > most) [best, most] = [group, sum];
      }
      members[best]?.push(record);
    }
    groups = members.filter(({ length }) => length >= LEAST_MEMBERS);
  }
  return groups
    .map((group) => ({
      members: group,
      core: Uint8Array.from(coreOdds(evidence, group), (odds, bit) =>
        odds > 0 && (shares[bit] ?? 0) < COMMON_BIT ? 1 : 0,
      ),
    }))
    .sort((one, other) => other.members.length - one.members.length);
}
