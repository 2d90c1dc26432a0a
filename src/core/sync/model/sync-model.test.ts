import { expect, it } from 'vitest'
import type { FacetName } from '../../../contract/capabilities.ts'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import type { Backend } from '../../backends/backend.ts'
import type { Random } from '../plan/model.test-support.ts'
import { runSeeds } from './run-seeds.test-support.ts'

/** Returns a store with random features: with versions or loose names, and without some abilities of other stores. */
function memory(random: Random): Backend {
  let made = createMemoryBackend({ versions: random.chance(0.3), looseNames: random.chance(0.3) })
  if (random.chance(0.5)) made = withoutSums(made)
  if (random.chance(0.3)) made = without(made, 'bulk')
  if (random.chance(0.3)) made = without(made, 'rename')
  return random.chance(0.2) ? without(made, 'removeMany') : made
}

function without(backend: Backend, facet: FacetName): Backend {
  const { [facet]: _, ...rest } = backend
  const facets = backend.capabilities.facets.filter((each) => each !== facet)
  return { ...rest, capabilities: { ...backend.capabilities, facets } }
}

/** Only sizes and times are then known. */
function withoutSums(backend: Backend): Backend {
  const list: Backend['list'] = (path, options) => backend.list(path, { ...options, withSums: false })
  return { ...without(backend, 'checksums'), list }
}

it(
  'loses nothing after any edits, failures or kills, finishes, and then has nothing to do',
  { timeout: 3600_000 },
  async () => {
    const failures = await runSeeds('1-150', (random) => ({ left: memory(random), right: memory(random) }))
    expect(failures).toEqual([])
  },
)
