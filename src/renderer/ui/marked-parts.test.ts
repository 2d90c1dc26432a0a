import { expect, test } from 'vitest'
import { markedParts } from './marked-parts.ts'

const shown = (text: string, ...words: string[]) =>
  markedParts(text, words)
    .map((part) => (part.isMarked ? `[${part.text}]` : part.text))
    .join('')

test('marks words anywhere, regardless of case and accents', () => {
  expect(shown('Q3-report-q3.pdf', 'q3')).toBe('[Q3]-report-[q3].pdf')
  expect(shown('Été à Évora', 'ete', 'evora')).toBe('[Été] à [Évora]')
})

test('returns one part if the text does not contain the words', () => {
  expect(markedParts('plan.pdf', ['q3', ''])).toEqual([{ text: 'plan.pdf', isMarked: false }])
})
