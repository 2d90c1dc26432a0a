import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { assertNever } from '../../../../lib/assert-never.ts'
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
const docs = readFileSync(new URL('../../../../../docs/transfers.md', import.meta.url), 'utf8')

/** Formats a step as the table in the docs does. */
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
    default:
      return assertNever(step)
  }
}

/** Parses rows of the docs: `| pause | other | told | … |`. An owner may be `any`, or several owners. */
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
  it.each([...commands, ...happenings])('%s matches the table in the docs', (event) => {
    const found = states.map((state) =>
      cellOf(transition({ state, owner, isFromCommandLine: false, isOutOfReach: false }, event)),
    )
    expect(found).toEqual(table.get(`${event} ${owner}`))
  })
})

interface Case extends Situation {
  readonly event: QueueCommand | QueueHappening
  readonly step: Step
}
const cases: readonly Case[] = ownerKinds.flatMap((owner) =>
  states.flatMap((state) =>
    [false, true].flatMap((isFromCommandLine) =>
      [false, true].flatMap((isOutOfReach) =>
        [...commands, ...happenings].map((event) => {
          const step = transition({ state, owner, isFromCommandLine, isOutOfReach }, event)
          return { state, owner, isFromCommandLine, isOutOfReach, event, step }
        }),
      ),
    ),
  ),
)
const changing = cases.filter(({ step }) => step.kind === 'become')
const isHappening = (event: string) => (happenings as readonly string[]).includes(event)

describe('any command', () => {
  it('never changes a transfer that another program is running', () => {
    expect(changing.filter(({ owner }) => owner === 'other')).toEqual([])
  })
  it('stops a run before it changes the state, and only a run of this program', () => {
    const stops = changing.filter(({ step }) => step.kind === 'become' && step.stops)
    expect(stops).toEqual(changing.filter(({ owner, event }) => owner === 'mine' && !isHappening(event)))
  })
  it('keeps an ended transfer ended, unless failed items are retried', () => {
    const again = changing.filter(({ state }) => state === 'ended').map(({ event }) => event)
    expect([...new Set(again)]).toEqual(['retry'])
  })
  it('gives a reason when it is refused', () => {
    const whys = cases.flatMap(({ step }) => (step.kind === 'refuse' ? [step.why.message] : []))
    expect(whys.filter((why) => !/^[A-Z].*\.$/.test(why))).toEqual([])
    expect(whys.length).toBeGreaterThan(0)
  })
})

it('pauses a transfer that a command started and left', () => {
  const owners: readonly OwnerKind[] = ['dead', 'none']
  for (const owner of owners) {
    const step = transition({ state: 'running', owner, isFromCommandLine: true, isOutOfReach: false }, 'found')
    expect(step).toMatchObject({ kind: 'become', state: 'paused' })
  }
})

it('never runs a transfer whose files only another program’s browser window holds', () => {
  const begun = cases.filter(
    ({ isOutOfReach, step }) => isOutOfReach && step.kind === 'become' && step.state === 'running',
  )
  expect(begun).toEqual([])
  const asked = cases.filter(({ isOutOfReach, event, owner, state }) => {
    const isMeant = event === 'retry' || (event === 'resume' && state === 'paused')
    return isOutOfReach && isMeant && owner !== 'other'
  })
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.filter(({ step }) => step.kind !== 'refuse')).toEqual([])
})
