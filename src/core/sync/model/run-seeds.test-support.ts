/** `PORTOLAN_SEED=123` replays a failing seed; `PORTOLAN_SEEDS=1000-3000` tries others. */
import type { SideName } from '../../../contract/sync/plan.ts'
import type { Backend } from '../../backends/backend.ts'
import { createRandom, type Random } from '../plan/model.test-support.ts'
import { checkSeed, type SeedOptions } from './check-seed.test-support.ts'

export interface Sides extends Readonly<Record<SideName, Backend>> {
  readonly close?: () => Promise<unknown>
}

/** Runs all seeds and reports those that failed. */
export async function runSeeds(
  usual: string,
  open: (random: Random) => Sides | Promise<Sides>,
  options: SeedOptions = {},
): Promise<readonly string[]> {
  const given = process.env['PORTOLAN_SEED'] ?? process.env['PORTOLAN_SEEDS'] ?? usual
  const [first = 1, last = first] = given.split('-').map(Number)
  const failures: string[] = []
  for (let seed = first; seed <= last; seed++) {
    const random = createRandom(seed)
    const sides = await open(random)
    try {
      await checkSeed(seed, random, sides, options)
    } catch (error) {
      failures.push(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`)
    } finally {
      await sides.close?.()
    }
  }
  return last >= first ? failures : ['there is no seed']
}
