import { standardStack } from '../../layers/standard-stack.ts'
import { describeBackend } from '../conformance/describe-backend.ts'
import { createMemoryBackend } from '../memory/index.ts'
import { keysOf } from './cipher/keys.ts'
import { cryptConfigSchema } from './config.ts'
import { createCryptBackend } from './crypt-backend.ts'

const { signal } = new AbortController()
const password = 'correct horse'
const keys = await keysOf(password, undefined)

const ways = {
  'encrypted names': {},
  'plain names': { filenameEncryption: 'off' },
  'names of files only, turned': { filenameEncryption: 'obfuscate', directoryNameEncryption: false },
}

for (const [what, more] of Object.entries(ways)) {
  describeBackend(`crypt over memory, with ${what}`, {
    ...(what === 'encrypted names' && {
      row: { type: 'crypt', server: 'memory; rclone reads and writes the same files' },
    }),
    async open() {
      const below = standardStack(createMemoryBackend({ versions: true }), { mount: 'below', readOnly: false })
      await below.makeFolder('secret', { signal })
      const config = cryptConfigSchema.parse({ remote: 'below:secret', password, ...more })
      const crypt = createCryptBackend({ below, folder: 'secret', config, keys })
      return { backend: standardStack(crypt, { mount: 'crypt', readOnly: false, isRemote: false }) }
    },
  })
}
