import type { TestEvent } from '../../../contract/api/mounts.ts'

type Step = Extract<TestEvent, { kind: 'step' }>
type Summary = Omit<Extract<TestEvent, { kind: 'end' }>, 'kind'>

/** What the steps of a test mean, in a sentence a person can act on. */
export function testSummary(steps: readonly Step[]): Summary {
  const of = (name: Step['step']) => steps.find(({ step }) => step === name)
  const isOk = (name: Step['step']) => of(name)?.outcome === 'ok'
  const why = (name: Step['step']) => of(name)?.failure?.message ?? ''
  const signIn = of('sign-in')
  if (signIn?.outcome !== 'ok') return { works: 'nothing', message: signIn?.failure?.message ?? 'It can’t be reached.' }
  const write = of('write')
  const left = write?.leftover === undefined ? '' : ` The file ${write.leftover} of this test is still there.`
  if (isOk('list') && of('read')?.outcome !== 'failed') {
    if (write?.outcome === 'ok') return { works: 'all', message: 'Everything works: you can browse, read and write.' }
    if (write?.outcome === 'not-offered') {
      return { works: 'read-only', message: `You can browse and read. ${write.reason ?? ''}` }
    }
    if (write?.outcome === 'skipped') return { works: 'untried', message: `You can browse. ${write.reason ?? ''}` }
    if (write?.leftover !== undefined) {
      return {
        works: 'partly',
        message: `You can browse, read and add files, but not delete any. ${why('write')}${left}`,
      }
    }
    return { works: 'read-only', message: `You can browse and read, but not change anything. ${why('write')}` }
  }
  const works = [isOk('list') && 'browse', isOk('read') && 'read', write?.outcome === 'ok' && 'write'].filter(Boolean)
  const reasons = [why('list'), why('read'), why('write')].filter(
    (text, at, all) => text !== '' && all.indexOf(text) === at,
  )
  if (works.length === 0)
    return { works: 'nothing', message: `You are signed in, but nothing more works. ${reasons.join(' ')}${left}` }
  return { works: 'partly', message: `All you can do is ${works.join(' and ')}. ${reasons.join(' ')}${left}` }
}
