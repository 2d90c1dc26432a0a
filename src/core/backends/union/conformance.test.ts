import { standardStack } from '../../layers/standard-stack.ts'
import { describeBackend } from '../conformance/describe-backend.ts'
import { bodyOf, type Ground } from '../conformance/harness.ts'
import { createMemoryBackend } from '../memory/index.ts'
import { unionConfigSchema } from './config.ts'
import { unionDescriptor } from './index.ts'

const { signal } = new AbortController()

describeBackend('union of two memories, in the standard layers', {
  row: { type: 'union', server: 'memory' },
  open: openUnion,
})

/** Changes by others go to the first place, which is the one that is read. */
async function openUnion(): Promise<Ground> {
  const first = createMemoryBackend()
  const second = createMemoryBackend()
  const again = async () => {
    const union = await unionDescriptor.open(
      unionConfigSchema.parse({ of: ['a:', 'b:'] }),
      { openMount: async (name) => (name === 'a' ? first : second) },
      { signal },
    )
    return standardStack(union, { mount: 'union', readOnly: false, isRemote: false })
  }
  return {
    backend: await again(),
    again,
    outside: {
      async put(path, bytes, { modifiedMs } = {}) {
        const options = { ifExists: 'replace', signal, ...(modifiedMs !== undefined && { modifiedMs }) } as const
        await first.write(path, bodyOf(bytes), options)
      },
      putFolder: (path) => first.makeFolder(path, { signal }),
      remove: (path) => first.remove(path, { signal }),
    },
  }
}
