// What people read is in `contract/sentences`; core and host name its codes (docs/adr/0027-sentences-by-codes.md).
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { sentences } from '../src/contract/sentences/said.ts'

const root = resolve(import.meta.dirname, '..')
/** Where nothing for people is worded. */
const folders = ['src/core', 'src/host']

/** What is shown to people, wherever it is passed. */
const shownKeys = new Set([
  'message',
  'say',
  'label',
  'help',
  'title',
  'detail',
  'hint',
  'problem',
  'reason',
  'notice',
  'why',
])

/** The texts of a file that look like sentences for people. */
function sentencesIn(text, fileName) {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true)
  const found = []
  const visit = (node) => {
    const raw = textOf(node)
    if (raw !== undefined && looksLikeSentence(raw, node.parent)) {
      found.push(`${fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${raw}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** Stands for a value that is filled in. */
const value = '¤'

/** Without the tags of HTML. */
function textOf(node) {
  const raw = ts.isStringLiteralLike(node)
    ? node.text
    : ts.isTemplateExpression(node)
      ? node.head.text + node.templateSpans.map(({ literal }) => value + literal.text).join('')
      : undefined
  return raw
    ?.replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function looksLikeSentence(text, parent) {
  const parts = text.split(' ')
  const words = parts.filter((part) => /^[“(]?[\p{L}’'-]{2,}[”).,:;!?…]*$/u.test(part)).length
  const values = parts.filter((part) => part.includes(value)).length
  if (words < 3 || words + values < 4) return false
  if (/^[\p{Lu}“¤].*[.?!…¤]$/u.test(text)) return true
  return ts.isPropertyAssignment(parent) && shownKeys.has(parent.name.getText())
}

function filesBelow(folder) {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(
      (name) =>
        name.endsWith('.ts') && !/\.test\.|test-support|(?:^|\/)(?:testing|conformance|remote-tests)\//.test(name),
    )
    .map((name) => `${folder}/${name}`)
}

function textIn(file) {
  return readFileSync(join(root, file), 'utf8')
}

it('finds sentences in all kinds of strings', () => {
  const text = [
    'const a = `“${name}” could not be opened.`',
    "const b = { label: 'the folder to be shown' }",
    "const c = '<p>There is nothing in here.</p>'",
    "const d = 'select name from folders where id = ?'",
    "const e = 'application/json; charset=utf-8'",
    'const f = `“${name}”`',
  ].join('\n')
  expect(sentencesIn(text, 'x.ts')).toEqual([
    'x.ts:1: “¤” could not be opened.',
    'x.ts:2: the folder to be shown',
    'x.ts:3: There is nothing in here.',
  ])
})

// no file is excepted: errors for programmers are no sentences, they begin with a small letter
it('core and host contain no user-facing sentence outside of the catalogue', () => {
  expect(folders.flatMap(filesBelow).flatMap((file) => sentencesIn(textIn(file), file))).toEqual([])
})

it('the catalogue contains no unused sentence', () => {
  const text = [...folders, 'src/contract/settings', 'src/contract/schemas'].flatMap(filesBelow).map(textIn).join('\n')
  const named = new Set([...text.matchAll(/'([\w-]+\.[\w. -]+)'/g)].map(([, code]) => code))
  // such as `azure.denied.${right}`
  const begun = [...text.matchAll(/`([\w-]+\.[\w.-]*)\$\{[^}`]+\}([\w.-]*)`/g)]
  const isNamed = (code) =>
    named.has(code) || begun.some(([, start, end]) => code.startsWith(start) && code.endsWith(end))
  expect(Object.keys(sentences).filter((code) => !isNamed(code))).toEqual([])
})

it('the catalogue contains no code twice', () => {
  // those of fields have a table of their own
  const files = filesBelow('src/contract/sentences').filter((file) => !file.includes('/forms/'))
  const codes = files.flatMap((file) =>
    [...textIn(file).matchAll(/^ {2}'([\w-]+\.[\w. -]+)':/gm)].map(([, code]) => code),
  )
  expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([])
})
