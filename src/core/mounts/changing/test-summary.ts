import type { TestEvent } from '../../../contract/api/mounts.ts'
import { said, type Said } from '../../../contract/sentences/said.ts'

type Step = Extract<TestEvent, { kind: 'step' }>
type Summary = Omit<Extract<TestEvent, { kind: 'end' }>, 'kind'>

/** What the steps of a test mean, in sentences a person can act on. */
export function testSummary(steps: readonly Step[]): Summary {
  const of = (name: Step['step']) => steps.find(({ step }) => step === name)
  const isOk = (name: Step['step']) => of(name)?.outcome === 'ok'
  const why = (name: Step['step']) => of(name)?.failure?.message
  const signIn = of('sign-in')
  if (signIn?.outcome !== 'ok') return { works: 'nothing', message: why('sign-in') ?? said('test.unreachable').message }
  const write = of('write')
  const left = write?.leftover === undefined ? undefined : said('test.file-left', { name: write.leftover }).message
  if (isOk('list') && of('read')?.outcome !== 'failed') {
    if (write?.outcome === 'ok') return summary('all', said('test.all'))
    if (write?.outcome === 'not-offered') return summary('read-only', said('test.read'), write.reason)
    if (write?.outcome === 'skipped') return summary('untried', said('test.browse'), write.reason)
    if (left !== undefined) return summary('partly', said('test.no-delete'), why('write'), left)
    return summary('read-only', said('test.no-change'), why('write'))
  }
  const works = (['list', 'read', 'write'] as const).filter(isOk).join('-')
  const reasons = new Set([why('list'), why('read'), why('write'), left])
  return isWorking(works)
    ? summary('partly', said(codesOfWorking[works]), ...reasons)
    : summary('nothing', said('test.nothing'), ...reasons)
}

function summary(works: Summary['works'], { message }: Said, ...reasons: readonly (string | undefined)[]): Summary {
  return { works, message: [message, ...reasons].filter((text) => text !== undefined).join(' ') }
}

/** With a listing that works, reading does not. */
const codesOfWorking = {
  list: 'test.only-browse',
  'list-write': 'test.only-browse-write',
  read: 'test.only-read',
  'read-write': 'test.only-read-write',
  write: 'test.only-write',
} as const

function isWorking(works: string): works is keyof typeof codesOfWorking {
  return Object.hasOwn(codesOfWorking, works)
}
