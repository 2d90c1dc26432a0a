import { expect, it } from 'vitest'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import type { Backend } from '../../backends/backend.ts'
import type { Random } from '../plan/model.test-support.ts'
import { runSeeds } from './run-seeds.test-support.ts'

function memory(random: Random): Backend {
  const made = createMemoryBackend({ versions: random.chance(0.3), looseNames: random.chance(0.3) })
  return random.chance(0.5) ? made : withoutSums(made)
}

/** Then only sizes and times tell. */
function withoutSums(backend: Backend): Backend {
  const { checksums: _, ...rest } = backend
  return { ...rest, list: (path, { withSums: __, ...options }) => backend.list(path, options) }
}

it(
  'loses nothing, whatever is edited, fails or is killed; comes to an end; and then has nothing to do',
  { timeout: 3600_000 },
  async () => {
    const failures = await runSeeds('1-150', (random) => ({ left: memory(random), right: memory(random) }))
    expect(failures).toEqual([])
  },
)
