// Lists strings and comments that may be hard to read: long sentences, sentences with two negations, and words for
// which the glossary has a usual term. The list is for review and blocks nothing.
// Usage: npm run wording [-- [FOLDER…] [--only strings|comments] [--sample N [--seed N]] [--words 28]]
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import ts from 'typescript'

const root = resolve(import.meta.dirname, '..')

export function wordsToAvoid(glossary) {
  const [, table = ''] = glossary.split('## Words to avoid')
  return [...table.matchAll(/^\| (?!Instead|-)([^|]+) \| ([^|]+) \|$/gm)].map(([, avoided, usual]) => ({
    pattern: new RegExp(String.raw`\b(?:${avoided.trim().split(', ').join('|')})\b`, 'i'),
    avoided: avoided.trim(),
    usual: usual.trim(),
  }))
}

/** Recognises strings that are not sentences: queries, CSS classes, and content security policies. */
const isCode = /^\P{L}*$|^(?:select|insert|update|delete from|create) |^[a-z-]+-src |\b[a-z]+-[\d[]|:[a-z-]+ [a-z-]+:/u

/** Returns the sentences in the strings and comments of a file, with their line numbers. */
export function sentencesOf(text, fileName) {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true)
  const found = []
  const seen = new Set()
  const add = (kind, start, raw) => {
    const clean = raw.replaceAll(/\s+/g, ' ').trim()
    if (seen.has(start) || clean.split(' ').length < 4 || isCode.test(clean)) return
    seen.add(start)
    const line = source.getLineAndCharacterOfPosition(start).line + 1
    for (const sentence of clean.split(/(?<=[.!?]) (?=[\p{Lu}“])/u)) found.push({ kind, line, sentence, start })
  }
  const visit = (node) => {
    for (const range of commentsAt(text, node)) {
      const raw = text.slice(range.pos, range.end)
      if (!/oxlint|prettier-ignore|@vitest|<reference/.test(raw)) add('comments', range.pos, withoutMarks(raw))
    }
    if (ts.isStringLiteralLike(node) && !ts.isImportDeclaration(node.parent)) add('strings', node.getStart(), node.text)
    else if (ts.isTemplateExpression(node)) add('strings', node.getStart(), templateText(node))
    else if (ts.isJsxText(node)) add('strings', node.getStart(), node.text)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
    .toSorted((one, other) => one.start - other.start)
    .map(({ kind, line, sentence }) => ({ kind, line, sentence }))
}

function commentsAt(text, node) {
  return [...(ts.getLeadingCommentRanges(text, node.pos) ?? []), ...(ts.getTrailingCommentRanges(text, node.end) ?? [])]
}

function withoutMarks(comment) {
  return comment.replace(/^\/\*+|\*\/$|^\/\/+/g, '').replaceAll(/^\s*\*/gm, '')
}

function templateText({ head, templateSpans }) {
  return head.text + templateSpans.map(({ literal }) => `…${literal.text}`).join('')
}

const negations = /\b(?:not|no|never|none|nothing|nobody|neither|nor|without|cannot)\b|n[’']t\b/gi

/** Returns the reasons why a sentence may be hard to read. */
export function doubtsOf(sentence, { mostWords, avoided }) {
  const words = sentence.split(' ').length
  return [
    ...(words > mostWords ? [`${words} words`] : []),
    ...((sentence.match(negations) ?? []).length > 1 ? ['two negations'] : []),
    ...avoided.filter(({ pattern }) => pattern.test(sentence)).map(({ avoided: word, usual }) => `“${word}”: ${usual}`),
  ]
}

function filesBelow(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => ['.ts', '.tsx'].includes(extname(name)) && !/\.test\.|test-support|\/testing\//.test(name))
    .map((name) => join(folder, name))
}

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string' },
      sample: { type: 'string' },
      seed: { type: 'string', default: '1' },
      words: { type: 'string', default: '28' },
    },
  })
  const avoided = wordsToAvoid(readFileSync(join(root, 'docs', 'glossary.md'), 'utf8'))
  const folders = positionals.length > 0 ? positionals.map((folder) => resolve(folder)) : [join(root, 'src')]
  const all = folders.flatMap(filesBelow).flatMap((file) => {
    const place = relative(root, file)
    return sentencesOf(readFileSync(file, 'utf8'), file)
      .filter(({ kind }) => values.only === undefined || kind === values.only)
      .map(({ line, sentence }) => ({ place: `${place}:${line}`, sentence }))
  })
  if (values.sample !== undefined) {
    for (const { place, sentence } of sampleOf(all, Number(values.sample), Number(values.seed))) {
      console.log(`${place}: ${sentence}`)
    }
    return
  }
  let doubtful = 0
  for (const { place, sentence } of all) {
    const doubts = doubtsOf(sentence, { mostWords: Number(values.words), avoided })
    if (doubts.length === 0) continue
    doubtful += 1
    console.log(`${place}: ${doubts.join('; ')}: ${sentence}`)
  }
  console.log(`${doubtful} of ${all.length} sentences are worth a second look`)
}

/** Returns a random sample. The same seed gives the same sample. */
function sampleOf(all, count, seed) {
  let state = seed
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648
  return all
    .map((found) => ({ found, at: next() }))
    .toSorted((one, other) => one.at - other.at)
    .slice(0, count)
    .map(({ found }) => found)
}

if (process.argv[1] === import.meta.filename) main()
