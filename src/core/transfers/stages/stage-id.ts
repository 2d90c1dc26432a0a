/** Returns the prefix for the names of all staging files of an item. No id is the prefix of another one. */
export function stageIdOf(
  { token }: { readonly token: string },
  { item }: { readonly item: { readonly number: number } },
): string {
  return `${token}p${item.number}p`
}

/** Returns the name of the probe file that shows whether two folders are the same; see `decide/not-itself.ts`. */
export function probeOf(
  run: { readonly token: string },
  of: { readonly item: { readonly number: number } },
): { readonly name: string; readonly stageId: string } {
  const stageId = stageIdOf(run, of)
  return { stageId, name: `.portolan-${stageId}.tmp` }
}

/** Returns the prefix for a staged folder. */
export function folderStageIdOf(
  { token }: { readonly token: string },
  { number }: { readonly number: number },
): string {
  return `${token}f${number}f`
}

/** Returns the prefix for staging files of batches, regardless of their items. */
export function bulkIdOf(token: string): string {
  return `${token}b`
}

/**
 * Returns the prefixes of staging files: one for each program that ran the transfer, the latest last. A program that
 * only seemed to be gone must not write into the stages of its successor.
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
