/**
 * Real servers for the journeys. Each starts when the first journey of a worker needs it, and stops with the worker. If
 * a server is not available, `orSkip` skips the journey with a message. Under CI the journey fails, unless the server
 * is marked as unwanted.
 */
import { randomBytes } from 'node:crypto'
import { startAzurite } from '../../src/core/backends/azure/testing/azurite-on-demand.ts'
import { startS3Server } from '../../src/core/backends/s3/testing/start-server.ts'
import { type Sshd, startSshd, whyNoSshd } from '../../src/core/backends/sftp/testing/sshd.ts'
import { test as base } from './test.ts'

/** The keys of an S3 mount, without a bucket. */
export interface S3Keys {
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** The keys of an Azure mount, without a container. */
export interface AzureKeys {
  readonly account: string
  readonly endpoint: string
  readonly accountKey: string
}

export interface Missing {
  readonly problem: string
  /** True if the server is disabled on purpose, or is not expected on this system. */
  readonly isUnwanted?: boolean
}

interface Stores {
  readonly s3: S3Keys | Missing
  readonly azure: AzureKeys | Missing
  readonly ssh: { readonly sshd: Sshd } | Missing
}

/** The key of every Azurite. It is public in the documentation of Azurite and gives access to nothing else. */
const azuriteKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

export const test = base.extend<object, Stores>({
  s3: [
    async ({ browserName: _browser }, use) => {
      if (process.env['PORTOLAN_TEST_S3_ENDPOINT'] === 'none') {
        return use({ problem: 'PORTOLAN_TEST_S3_ENDPOINT is none', isUnwanted: true })
      }
      const server = await startS3Server({ secretAccessKey: `s3/${randomBytes(18).toString('base64url')}+k` })
      await use(server.answer)
      await server.stop?.()
    },
    { scope: 'worker', timeout: 600_000 },
  ],
  azure: [
    async ({ browserName: _browser }, use) => {
      const server = await startAzurite()
      const more = { account: 'devstoreaccount1', accountKey: azuriteKey }
      await use('problem' in server.answer ? server.answer : { ...server.answer, ...more })
      await server.stop?.()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  ssh: [
    async ({ browserName: _browser }, use) => {
      const problem = await whyNoSshd()
      if (problem !== undefined) return use({ problem, isUnwanted: process.platform === 'win32' })
      const sshd = await startSshd()
      await use({ sshd })
      await sshd.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})

/** Returns the store that a journey needs, or skips the journey. */
export function orSkip<T extends object>(store: T | Missing): T {
  if (!('problem' in store)) return store
  const isWanted = Boolean(process.env['CI']) && process.env['CI'] !== 'false' && store.isUnwanted !== true
  if (isWanted) throw new Error(store.problem)
  process.stderr.write(`\n!! A journey is left out: ${store.problem}\n`)
  test.skip(true, store.problem)
  throw new Error('never gets here')
}

export { expect } from '@playwright/test'
