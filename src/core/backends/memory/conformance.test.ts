import { standardStack } from '../../layers/standard-stack.ts'
import { describeBackend } from '../conformance/describe-backend.ts'
import { createMemoryBackend } from './index.ts'

describeBackend('memory', {
  async open() {
    const backend = createMemoryBackend()
    return { backend }
  },
})

describeBackend('memory in the standard layers', {
  async open() {
    const backend = standardStack(createMemoryBackend(), { mount: 'memory', readOnly: false })
    return { backend }
  },
})

describeBackend('memory with loose names', {
  async open() {
    const backend = createMemoryBackend({ looseNames: true })
    return { backend }
  },
})

describeBackend('memory with versions', {
  row: { type: 'memory', page: 'mounts', server: 'itself' },
  async open() {
    const backend = standardStack(createMemoryBackend({ versions: true }), { mount: 'memory', readOnly: false })
    return { backend }
  },
})
