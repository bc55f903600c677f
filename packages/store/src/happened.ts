/** Whether the one row an update is about was in a state that allows it. */
export async function happened(update: Promise<{ readonly numUpdatedRows: bigint }>): Promise<boolean> {
  return (await update).numUpdatedRows === 1n;
}
