import { join } from 'node:path'
import { readOwnKey } from '../../core/files/own-key.ts'
import { createLinkLedger, type LinkLedger } from '../../core/links/link-ledger.ts'
import { createLinkSigner, type LinkSigner } from '../../core/links/link-signature.ts'
import type { OwnLinksDeps } from '../../core/links/own-links.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import type { SettingsStore } from '../settings-store.ts'
import { createLinkServer, type LinkServer } from './link-server.ts'

export interface OwnLinks {
  readonly ledger: LinkLedger
  readonly server: LinkServer
  /** What mounts need to create links. */
  readonly making: OwnLinksDeps
  close(): Promise<void>
}

/** Builds the ledger, the key and the server of links in the data folder. `mounts` is called when a link is opened. */
export function composeLinks(dataFolder: string, settings: SettingsStore, mounts: () => Mounts): OwnLinks {
  const ledger = createLinkLedger(dataFolder)
  const signer = signerOf(dataFolder)
  const lockPath = join(dataFolder, 'link-server')
  const server = createLinkServer({ mounts, ledger, signer, settings, lockPath })
  return {
    ledger,
    server,
    making: { ledger, signer, baseUrl: () => server.baseUrl() },
    async close() {
      await server.close()
      ledger.close()
    },
  }
}

/** The key is read when it is first needed. */
function signerOf(folder: string): () => Promise<LinkSigner> {
  let signer: Promise<LinkSigner> | undefined
  return () =>
    (signer ??= readOwnKey(join(folder, 'link-key')).then(createLinkSigner, (error: unknown) => {
      signer = undefined
      throw error
    }))
}
