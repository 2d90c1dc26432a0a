import { expect, test } from 'vitest'
import { progressBarOf } from './progress-bar.ts'

test('the task bar shows what is known, and goes away when there is nothing', () => {
  expect(progressBarOf({ state: 'none' })).toEqual({ value: -1, mode: 'none' })
  expect(progressBarOf({ state: 'counting' })).toEqual({ value: 2, mode: 'indeterminate' })
  expect(progressBarOf({ state: 'running', part: 0.25 })).toEqual({ value: 0.25, mode: 'normal' })
  expect(progressBarOf({ state: 'paused', part: 0.5 })).toEqual({ value: 0.5, mode: 'paused' })
  expect(progressBarOf({ state: 'failed', part: 1 })).toEqual({ value: 1, mode: 'error' })
})
