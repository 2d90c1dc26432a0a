/** Begins the names of all that is staged of an item. No id begins with another one. */
export function stageIdOf(
  { token }: { readonly token: string },
  { item }: { readonly item: { readonly number: number } },
): string {
  return `${token}p${item.number}p`
}

/** Of a file that shows for a moment whether two folders are one; see `decide/not-itself.ts`. */
export function probeOf(
  run: { readonly token: string },
  of: { readonly item: { readonly number: number } },
): { readonly name: string; readonly stageId: string } {
  const stageId = stageIdOf(run, of)
  return { stageId, name: `.portolan-${stageId}.tmp` }
}

/** Of a staged folder. */
export function folderStageIdOf(
  { token }: { readonly token: string },
  { number }: { readonly number: number },
): string {
  return `${token}f${number}f`
}

/** Begins the names of what is staged by batches, whatever items are in them. */
export function bulkIdOf(token: string): string {
  return `${token}b`
}

/**
 * What the names of stages begin with: one for each program that ran the transfer, the latest last. A program that only
 * seemed to be gone must not write into what its successor stages.
 */
export function tokensOf({
  token,
  facts,
}: {
  readonly token: string
  readonly facts: { readonly takeovers?: number }
}): readonly string[] {
  return [token, ...Array.from({ length: facts.takeovers ?? 0 }, (_, at) => `${token}t${at + 1}`)]
}
