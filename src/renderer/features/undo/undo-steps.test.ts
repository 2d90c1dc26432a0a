import { expect, test } from 'vitest'
import { createUndoSteps, nextStep, pushStep, type UndoStep, undoStep } from './undo-steps.ts'

const step = (label: string, endedBefore: readonly number[] = []): UndoStep => ({
  label,
  endedBefore,
  undo: async () => (label === 'stuck' ? 'It was changed since.' : undefined),
})

test('undoes the last step or transfer first', async () => {
  const steps = createUndoSteps()
  pushStep(steps, step('one'))
  pushStep(steps, step('two', [7]))
  expect(nextStep(steps, 8)).toBeUndefined() // Transfer 8 ended after the step.
  const two = nextStep(steps, 7)
  expect(two?.label).toBe('two')
  expect(two && (await undoStep(steps, two))).toBeUndefined()
  expect(nextStep(steps, 7)).toBeUndefined()
  expect(nextStep(steps, undefined)?.label).toBe('one')
})

test('returns why an undo failed, and does not retry it', async () => {
  const steps = createUndoSteps()
  pushStep(steps, step('one'))
  pushStep(steps, step('stuck'))
  const stuck = nextStep(steps, undefined)
  expect(stuck && (await undoStep(steps, stuck))).toBe('It was changed since.')
  expect(nextStep(steps, undefined)?.label).toBe('one')
})
