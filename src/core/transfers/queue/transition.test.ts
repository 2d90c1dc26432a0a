import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  commands,
  happenings,
  type OwnerKind,
  ownerKinds,
  type QueueCommand,
  type QueueHappening,
  type Situation,
  type Step,
  transition,
} from './transition.ts'

const states = ['waiting', 'running', 'asking', 'paused', 'ended'] as const
const docs = readFileSync(new URL('../../../../docs/transfers.md', import.meta.url), 'utf8')

/** As the table in the docs says it. */
function cellOf(step: Step): string {
  switch (step.kind) {
    case 'become':
      return `→ ${step.state}`
    case 'apply':
      return 'done'
    case 'tell':
      return 'told'
    case 'nothing':
      return '–'
    case 'refuse':
      return 'refused'
  }
}

/** Rows of the docs: `| pause | other | told | … |`. An owner may be `any`, or several. */
function tableOf(text: string): ReadonlyMap<string, readonly string[]> {
  const rows = new Map<string, readonly string[]>()
  for (const [, event = '', owners = '', cells = ''] of text.matchAll(/^\| `(\w+)` \| ([a-z, ]+) \| (.*) \|$/gm)) {
    const all: readonly string[] = owners === 'any' ? ownerKinds : owners.split(', ')
    for (const owner of all) rows.set(`${event} ${owner}`, cells.split(' | '))
  }
  return rows
}
const table = tableOf(docs)

describe.each(ownerKinds)('a transfer that is run by: %s', (owner) => {
  it.each([...commands, ...happenings])('%s does what the table in the docs says', (event) => {
    const found = states.map((state) => cellOf(transition({ state, owner, isFromCommandLine: false }, event)))
    expect(found).toEqual(table.get(`${event} ${owner}`))
  })
})

const all = (each: (situation: Situation, event: QueueCommand | QueueHappening, step: Step) => void) => {
  for (const owner of ownerKinds)
    for (const state of states)
      for (const isFromCommandLine of [false, true])
        for (const event of [...commands, ...happenings]) {
          const situation = { state, owner, isFromCommandLine }
          each(situation, event, transition(situation, event))
        }
}

describe('whatever is asked', () => {
  it('never changes a transfer that another program is at work on', () => {
    all(({ owner }, event, step) => {
      if (owner === 'other') expect([owner, event, step.kind]).not.toEqual([owner, event, 'become'])
    })
  })
  it('stops a run before its transfer has another state, and only this program’s own', () => {
    all(({ owner }, event, step) => {
      const isOfRun = (happenings as readonly string[]).includes(event)
      if (step.kind === 'become') expect(step.stops).toBe(owner === 'mine' && !isOfRun)
    })
  })
  it('leaves an ended transfer ended, unless what failed is to be tried again', () => {
    all(({ state }, event, step) => {
      if (state === 'ended' && step.kind === 'become') expect(event).toBe('retry')
    })
  })
  it('says why when it is refused', () => {
    all((_, __, step) => {
      if (step.kind === 'refuse') expect(step.why).toMatch(/^[A-Z].*\.$/)
    })
  })
})

it('leaves what a command began and left to whoever goes on with it', () => {
  const owners: readonly OwnerKind[] = ['dead', 'none']
  for (const owner of owners) {
    const step = transition({ state: 'running', owner, isFromCommandLine: true }, 'found')
    expect(step).toMatchObject({ kind: 'become', state: 'paused' })
  }
})
