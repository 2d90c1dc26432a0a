import { Check, LoaderCircle, Minus, X } from 'lucide-react'
import type { TestStep } from '../../../../contract/api/mounts.ts'
import { testSteps } from '../../../../contract/choices.ts'
import { text } from '../../../strings/text.ts'
import type { MountTest, TestedStep } from './use-mount-test.ts'

export interface TestResultsProps {
  readonly test: MountTest
  /** Applies a setting that would solve the problem. */
  readonly onRemedy: (key: string, value: string) => void
}

/** Shows each step of a test when it finishes, and a summary at the end. */
export function TestResults({ test, onRemedy }: TestResultsProps) {
  if (test.kind === 'idle') return null
  const remedy = test.steps.find(({ failure }) => failure?.remedy)?.failure?.remedy
  const next = test.kind === 'running' ? testSteps[test.steps.length] : undefined
  return (
    <div role="group" aria-label={text('mount-test.title')} className="flex flex-col gap-1.5">
      <ul className="flex flex-wrap gap-x-3.5 gap-y-1">
        {testSteps.map((step) => (
          <StepMark
            key={step}
            step={step}
            result={test.steps.find((each) => each.step === step)}
            isRunning={step === next}
          />
        ))}
      </ul>
      <p role="status" className={`text-small ${hasFailed(test) ? 'text-bad' : 'text-ink-2'}`}>
        {sentenceOf(test)}
      </p>
      {remedy && (
        <p className="flex flex-wrap items-center gap-2 text-small [overflow-wrap:anywhere]">
          {remedy.question}
          <button type="button" className="btn" onClick={() => onRemedy(remedy.key, remedy.value)}>
            {text('trust.submit')}
          </button>
        </p>
      )}
    </div>
  )
}

/** True if nothing works, or if the test itself could not run. */
export function hasFailed(test: MountTest): boolean {
  return test.kind === 'failed' || (test.kind === 'done' && test.end.works === 'nothing')
}

function sentenceOf(test: MountTest): string {
  if (test.kind === 'running') return text('mount-test.running')
  if (test.kind === 'cancelled') return text('mount-test.cancelled')
  if (test.kind === 'failed') return test.reason
  return test.kind === 'done' ? test.end.message : ''
}

interface StepMarkProps {
  readonly step: TestStep
  readonly result: TestedStep | undefined
  readonly isRunning: boolean
}

function StepMark({ step, result, isRunning }: StepMarkProps) {
  const outcome = result?.outcome ?? (isRunning ? 'running' : 'waiting')
  const why = result?.failure?.message ?? result?.reason
  const isKnown = outcome === 'ok' || outcome === 'failed'
  return (
    <li title={why} className={`flex items-center gap-1.5 ${isKnown ? '' : 'text-ink-3'}`}>
      <Mark outcome={outcome} />
      {text(`mount-test.step.${step}`)}
      <span className="sr-only">: {text(`mount-test.outcome.${outcome}`)}</span>
    </li>
  )
}

function Mark({ outcome }: { readonly outcome: TestedStep['outcome'] | 'running' | 'waiting' }) {
  const size = 'size-3.5 shrink-0'
  if (outcome === 'ok') return <Check aria-hidden className={`${size} text-ok`} />
  if (outcome === 'failed') return <X aria-hidden className={`${size} text-bad`} />
  if (outcome === 'running') return <LoaderCircle aria-hidden className={`${size} animate-spin text-sea`} />
  return <Minus aria-hidden className={size} />
}
