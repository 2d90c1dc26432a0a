import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { Handle, SftpSession } from '../wire/session.ts'

/** Waits for a handle. If the caller aborts before it arrives, the handle is still closed. */
export async function awaitHandle(
  session: SftpSession,
  opening: Promise<Handle>,
  signal: AbortSignal,
): Promise<Handle> {
  try {
    return await unlessAborted(opening, signal)
  } catch (error) {
    void opening.then(
      (handle) => closeUnwatched(session, handle),
      () => {},
    )
    throw error
  }
}

/** Closes a file that was only read, so a failure to close it does not matter. */
export function closeUnwatched(session: SftpSession, handle: Handle): void {
  session.close(handle).catch(() => {})
}
