// @vitest-environment happy-dom
import { screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Question } from '../../../../contract/transfer.ts'
import { button, draw, frame } from '../../../testing/render.test-support.tsx'
import { ConflictDialog, type ConflictDialogProps } from './conflict-dialog.tsx'

const question: Question = {
  kind: 'exists',
  message: 'Another file has this name.',
  answers: ['overwrite', 'keep-both', 'skip'],
  newName: 'report (2).pdf',
  source: { kind: 'file', sizeBytes: 2000, modifiedMs: 1_700_000_000_000 },
  target: { kind: 'file', sizeBytes: 1000, modifiedMs: 1_800_000_000_000 },
}

function ask(more: Partial<ConflictDialogProps> = {}) {
  const box = frame()
  const onAnswer = vi.fn<ConflictDialogProps['onAnswer']>()
  const user = draw(
    <ConflictDialog
      {...box}
      name="report.pdf"
      from="Home › papers"
      to="Shelf"
      question={question}
      waiting={1}
      onAnswer={onAnswer}
      {...more}
    />,
  )
  return { user, onAnswer, box }
}

const side = (title: string) => screen.getByRole('heading', { name: title }).parentElement?.textContent ?? ''

test('shows the location of both sides, and which is larger and which is newer', () => {
  ask()
  expect(side('From')).toMatch(/Home › papers.*2 KB larger/)
  expect(side('From')).not.toContain('newer')
  expect(side('Existing file')).toMatch(/Shelf.*newer/)
  expect(side('Existing file')).not.toContain('larger')
})

test('calls equal sides neither larger nor newer', () => {
  ask({ question: { ...question, target: question.source } })
  expect(side('From') + side('Existing file')).not.toMatch(/larger|newer/)
})

test('focuses the answer that loses nothing, which shows the new name', async () => {
  const { user, onAnswer } = ask()
  const safe = button('Keep both, as “report (2).pdf”')
  await vi.waitFor(() => expect(document.activeElement).toBe(safe))
  await user.keyboard('{Enter}')
  expect(onAnswer).toHaveBeenCalledExactlyOnceWith('keep-both', { forAll: false })
})

test('offers only the answers of the question, and focuses Skip if both cannot be kept', async () => {
  ask({ question: { ...question, answers: ['overwrite', 'skip'] } })
  await vi.waitFor(() => expect(document.activeElement).toBe(button('Skip it')))
  expect(screen.queryByRole('button', { name: /Keep both/ })).toBeNull()
})

test('shows how many files an answer for all applies to', async () => {
  const { user, onAnswer } = ask({ waiting: 1200 })
  expect(screen.getByText('1,200 files are waiting for an answer.')).toBeTruthy()
  await user.click(screen.getByRole('checkbox'))
  await user.click(button('Replace it'))
  expect(onAnswer).toHaveBeenCalledExactlyOnceWith('overwrite', { forAll: true })
})

test('Later and Escape close without an answer', async () => {
  const { user, onAnswer, box } = ask()
  await user.click(button('Later'))
  await user.keyboard('{Escape}')
  expect(box.onClose).toHaveBeenCalledTimes(2)
  expect(onAnswer).not.toHaveBeenCalled()
})
