/**
 * Who is on the payroll of large employers: rows (group_no, atom_no, persons) of everybody whom an employer, with those it
 * took over or was taken over by, ever paid, as far as they are in a cell. Reads `employer_quarter` and `person_atom`.
 *
 * @param least persons an employer must have paid
 * @param most employers, those with most persons first
 */
export function employerPersons(least: number, most: number): string {
  return `WITH paid AS (
  SELECT DISTINCT q.group_no, p.atom_no, p.person_id
  FROM employer_quarter q JOIN person_atom p ON p.person_id = q.person_id
  WHERE q.cents > 0
), large AS (
  SELECT group_no FROM paid GROUP BY group_no HAVING count(*) >= ${least} ORDER BY count(*) DESC, group_no LIMIT ${most}
)
SELECT group_no, atom_no, CAST(count(*) AS INTEGER) AS persons
FROM paid JOIN large USING (group_no) GROUP BY group_no, atom_no ORDER BY group_no, atom_no`;
}
