import { expect, it } from 'vitest'
import { doubtsOf, sentencesOf, wordsToAvoid } from './list-wording.mjs'

const code = `/** One that is kept. Nobody but the host may read it here. */
export const text = 'The file was taken back by the store.'
const short = 'two words'
const made = \`The folder \${name} is not there.\` // why it is so here`

it('finds the sentences of strings and comments, with their lines', () => {
  expect(sentencesOf(code, 'a.ts')).toEqual([
    { kind: 'comments', line: 1, sentence: 'One that is kept.' },
    { kind: 'comments', line: 1, sentence: 'Nobody but the host may read it here.' },
    { kind: 'strings', line: 2, sentence: 'The file was taken back by the store.' },
    { kind: 'strings', line: 4, sentence: 'The folder … is not there.' },
    { kind: 'comments', line: 4, sentence: 'why it is so here' },
  ])
})

it('says why a sentence needs review', () => {
  const avoided = wordsToAvoid(
    '## Words to avoid\n\n| Instead of | Write |\n| --- | --- |\n| taken back, take back | undone |\n',
  )
  const rules = { mostWords: 8, avoided }
  expect(doubtsOf('The file was taken back.', rules)).toEqual(['“taken back, take back”: undone'])
  expect(doubtsOf('It is not there, and nothing is.', rules)).toEqual(['two negations'])
  expect(doubtsOf('one two three four five six seven eight nine', rules)).toEqual(['9 words'])
  expect(doubtsOf('The file is there.', rules)).toEqual([])
})
