/**
 * Who is on the payroll of large employers: rows (place, atom_no, persons) of everybody whom an employer, with those it
 * took over or was taken over by, ever paid, as far as they are in a cell. Reads `employer_quarter` and `person_atom`.
 * Places follow from the payrolls alone: numbers of employers differ under another key of the vault, and a release must not.
 *
 * @param least persons an employer must have paid
 * @param most employers, those with most persons first
 */
export function employerPersons(least: number, most: number): string {
  return `WITH paid AS (
  SELECT DISTINCT q.group_no, p.atom_no, p.person_id
  FROM employer_quarter q JOIN person_atom p ON p.person_id = q.person_id
  WHERE q.cents > 0
), counted AS (
  SELECT group_no, atom_no, CAST(count(*) AS INTEGER) AS persons FROM paid GROUP BY group_no, atom_no
), large AS (
  SELECT group_no, row_number() OVER (ORDER BY sum(persons) DESC, list((atom_no, persons) ORDER BY atom_no)) AS place
  FROM counted GROUP BY group_no HAVING sum(persons) >= ${least} ORDER BY place LIMIT ${most}
)
SELECT place, atom_no, persons FROM counted JOIN large USING (group_no) ORDER BY place, atom_no`;
}
