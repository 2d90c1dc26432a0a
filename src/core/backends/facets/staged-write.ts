/**
 * Writes a file in one step, for stores that are folders: the bytes are written to a staging file beside the target,
 * which is then renamed. This module contains only the order of the steps and the cleanup after a failure.
 */

export interface OpenStage<File, Facts> {
  readonly open: () => Promise<File>
  /** Writes all bytes, sets permissions and time, and flushes the file to disk. Returns the resulting facts. */
  readonly fill: (file: File) => Promise<Facts>
  /** Closes the file. Some stores report only here that they had no space for the bytes. */
  readonly close: (file: File) => Promise<void>
  /** Closes a file after a failure. */
  readonly drop: (file: File) => Promise<void> | void
}

export interface StagedWrite<File, Facts> extends OpenStage<File, Facts> {
  /** Gives the stage its final name. Returns whether the staging file still exists. */
  readonly publish: () => Promise<boolean>
  /** Called when the file has its name. It must not fail, because the file is stored. */
  readonly published?: () => Promise<void>
  /** Removes the staging file if it exists. Never throws. */
  readonly tidy: () => Promise<void>
  /** Returns a better error for a failure. Called before the cleanup. */
  readonly explain?: (error: unknown) => Promise<unknown>
}

/**
 * Readers see the old file or the complete new one. If anything fails, the old file stays and no staging file is left.
 */
export async function writeStaged<File, Facts>(
  { publish, published, tidy, explain, ...stage }: StagedWrite<File, Facts>,
  signal: AbortSignal,
): Promise<Facts> {
  let isStaged = true // also true if `open` failed: the file may exist although the response was lost
  try {
    const facts = await fillStage(stage)
    signal.throwIfAborted()
    isStaged = await publish()
    await published?.()
    return facts
  } catch (error) {
    throw explain ? await explain(error) : error
  } finally {
    if (isStaged) await tidy()
  }
}

/** The first half of `writeStaged`: fills the staging file and closes it before anything uses it. */
export async function fillStage<File, Facts>({ open, fill, close, drop }: OpenStage<File, Facts>): Promise<Facts> {
  const file = await open()
  let facts: Facts
  try {
    facts = await fill(file)
  } catch (error) {
    await drop(file)
    throw error
  }
  await close(file)
  return facts
}
