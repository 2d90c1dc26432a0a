import type { Contract } from '../../contract/contract.ts'
import type { DroppedFiles } from '../../core/dropped/dropped-files.ts'
import type { Handlers } from '../../rpc/server.ts'

export function droppedFilesHandlers(dropped: DroppedFiles): Handlers<Contract>['droppedFiles'] {
  return {
    async *offer({ mount: wanted }, { signal }) {
      signal.throwIfAborted()
      const { mount, asked, close } = dropped.offer(wanted)
      // At once, because the uploads of this window end with it, and their readers should get the reason.
      signal.addEventListener('abort', close, { once: true })
      try {
        yield { kind: 'offered', mount }
        yield* asked
      } finally {
        close()
      }
    },
    async entries({ ask, entries, isLast }) {
      return { isWanted: await dropped.entries(ask, entries, { isLast }) }
    },
    async bytes({ ask, ...facts }, { body }) {
      await dropped.bytes(ask, facts, body)
      return {}
    },
    async files({ ask, files }, { body }) {
      await dropped.files(ask, files, body)
      return {}
    },
    async fail({ ask, failure }) {
      dropped.fail(ask, failure)
      return {}
    },
  }
}
