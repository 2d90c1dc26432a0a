import { shell } from 'electron'
import { StorageError } from '../contract/failure.ts'
import type { Handlers } from '../rpc/server.ts'
import type { DesktopContract } from './desktop-contract.ts'

export const desktopHandlers: Handlers<DesktopContract> = {
  desktop: {
    async trashItem({ path }) {
      try {
        await shell.trashItem(path)
      } catch (cause) {
        const failure = {
          kind: 'unsupported',
          message: 'The system could not move this to the trash.',
          operation: 'desktop.trashItem',
          detail: cause instanceof Error ? cause.message : String(cause),
        } as const
        throw new StorageError(failure, { cause })
      }
      return {}
    },
    async showInFolder({ path }) {
      shell.showItemInFolder(path)
      return {}
    },
  },
}
