import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { Handle, SftpSession } from '../wire/session.ts'

/** A handle that is on its way; when the caller leaves before it comes, it is closed all the same. */
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

/** Closes what was only read: nothing depends on how that goes. */
export function closeUnwatched(session: SftpSession, handle: Handle): void {
  session.close(handle).catch(() => {})
}
