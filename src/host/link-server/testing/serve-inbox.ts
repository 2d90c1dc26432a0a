/**
 * A separate process for `uploads.test.ts`. It prints the URL of a link that accepts uploads, and serves it until it is
 * killed.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createHost } from '../../create-host.ts'

const [home = '', files = ''] = process.argv.slice(2)
mkdirSync(home)
const host = await createHost({
  version: '0',
  configFolder: join(home, 'config'),
  dataFolder: join(home, 'data'),
  homeFolder: files,
  env: {},
})
const location = { mount: 'Home', path: 'inbox' }
const { signal } = new AbortController()
const { url } = await host.handlers.links.make({ location, method: 'put', lastsMs: 3600_000 }, { signal })
process.stdout.write(`${url}\n`)
