/**
 * Writing in one step, for stores that are folders: the bytes go to a staged file beside the target, which then takes the
 * name. Here is only the order of the steps, and what is undone when one fails.
 */

export interface OpenStage<File, Facts> {
  readonly open: () => Promise<File>
  /** All bytes into it, with the rights and the time it is to have, and on the disk. Gives what it is then. */
  readonly fill: (file: File) => Promise<Facts>
  /** Some stores say only here that the bytes had no room. */
  readonly close: (file: File) => Promise<void>
  /** Closes one that failed. */
  readonly drop: (file: File) => Promise<void> | void
}

export interface StagedWrite<File, Facts> extends OpenStage<File, Facts> {
  /** Gives the stage its name; tells whether the stage is still there. */
  readonly publish: () => Promise<boolean>
  /** The name is there; a failure now would be wrong. */
  readonly published?: () => Promise<void>
  /** Takes the stage away, if there is one; never throws. */
  readonly tidy: () => Promise<void>
  /** What there is to be said of a failure; asked before anything is taken away. */
  readonly explain?: (error: unknown) => Promise<unknown>
}

/** Whoever looks sees the old file or the whole new one; when anything fails, what was there stays and no stage is left. */
export async function writeStaged<File, Facts>(
  { publish, published, tidy, explain, ...stage }: StagedWrite<File, Facts>,
  signal: AbortSignal,
): Promise<Facts> {
  let isStaged = true // also where opening failed: it may have been done, and the answer lost
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

/** The first half: what is filled is closed before it is of use to anybody. */
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
